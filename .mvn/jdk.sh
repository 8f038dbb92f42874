# SPDX-License-Identifier: Apache-2.0
# Sourced by pso and mvnw (POSIX sh): find_jdk sets JAVA_HOME and JDK_MAJOR to a JDK 25 or newer.
# An own JAVA_HOME wins when it is new enough; otherwise a 25 is taken before anything newer, because only
# it has a matching Truffle compiler. Versions are read from the JDK's release file, no JVM is started.

jdk_major() {
  JDK_MAJOR=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r jdk_key jdk_value; do
    [ "$jdk_key" = JAVA_VERSION ] || continue
    jdk_value=${jdk_value#\"}
    JDK_MAJOR=${jdk_value%%[!0-9]*}
  done <"$1/release"
  [ "${JDK_MAJOR:-0}" -ge 25 ]
}

jdk_on_path() {
  jdk_java=$(command -v java) || return 1
  jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) || return 1
  printf '%s\n' "${jdk_java%/bin/java}"
}

jdk_folders() {
  set +f
  for jdk_folder in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk* /opt/java/* /opt/jdk* /opt/*jdk* \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
    "${HOME-}"/.local/share/mise/installs/java/* "${HOME-}"/.jbang/cache/jdks/* \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$jdk_folder/bin" ] && printf '%s\n' "$jdk_folder"
  done
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v 25 2>/dev/null
  return 0
}

find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && jdk_major "$JAVA_HOME"; then return 0; fi
  jdk_newer=
  while IFS= read -r jdk_candidate; do
    jdk_major "$jdk_candidate" || continue
    if [ "$JDK_MAJOR" -eq 25 ]; then
      JAVA_HOME=$jdk_candidate
      return 0
    fi
    jdk_newer=${jdk_newer:-$jdk_candidate}
  done <<JDKS
$(jdk_on_path)
$(jdk_folders)
JDKS
  [ -n "$jdk_newer" ] && jdk_major "$jdk_newer" && JAVA_HOME=$jdk_newer
}

jdk_missing="no JDK 25 found: install one ('apt install openjdk-25-jdk', 'sdk install java 25-tem' or https://adoptium.net) or set JAVA_HOME to it"
