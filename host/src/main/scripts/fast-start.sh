# SPDX-License-Identifier: Apache-2.0
# Sourced by pso: makes and finds what lets Java start fast. An *image* is the JDK without its stub of the compiler
# module: the real compiler can then stand on the plain module path, where the JVM keeps class-data sharing
# (--upgrade-module-path switches it off). A *cache* holds the classes of a training run, loaded and linked (JEP 483).
# Both lie in a cache folder of the user, are made under another name and renamed when whole, and nothing needs them.
# PSO_FAST_START=off neither makes nor uses them, PSO_FAST_START=image only the image; anything else means both.

cache_home=${PSO_CACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/pso}

image_modules=java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml
image_modules+=,jdk.attach,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.internal.vm.ci,jdk.jcmd,jdk.management
image_modules+=,jdk.security.auth,jdk.unsupported,jdk.zipfs

# Sets java and runtime, the options that a cache is made for; and the names of image and cache. Their names hold all
# that could make them stale: the JDK, the installed files as the JVM compares them, the options.
choose_runtime() {
  local jdk sum files
  jdk=$JAVA_HOME$'\n'$(<"$JAVA_HOME/release")
  sum=$(cksum <<<"$jdk")
  image=$cache_home/image-$JDK_MAJOR-${sum%% *}
  java=$JAVA_HOME/bin/java
  # The stack is that of threads which Python programs start: room for a recursion of 1000 calls in uncompiled code.
  # The cache is mapped where it was made to lie: elsewhere every page of it would be written, and shared with nobody.
  runtime=(-XX:-DontCompileHugeMethods -Xss16m -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0)
  compiler=none needs_image=no can_cache=yes
  if is_graalvm; then
    compiler=built-in
  elif [ "$JDK_MAJOR" -eq 25 ]; then
    compiler=module needs_image=yes
    runtime+=(-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI)
    if [ -x "$image/bin/java" ] && [ "${PSO_FAST_START-}" != off ]; then
      java=$image/bin/java
      runtime+=("--module-path=$dist/compiler" --add-modules=jdk.graal.compiler)
    else
      can_cache=no
      runtime+=("--upgrade-module-path=$dist/compiler")
    fi
  fi
  # C1 is enough for Java where Truffle compiles Python, with the heap's fast paths, by itself. The rest of the heap is
  # for C2 (JavaCompilers), with the counts of calls; other profiles would cost all code more than they gain there.
  # What accesses to the heap call C1 inlines when told to only.
  if [ "$compiler" = module ]; then
    runtime+=("-Dpso.compilers=$dist/scripts/compilers.json"
      --add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED
      -XX:-C1ProfileBranches -XX:-C1ProfileCheckcasts -XX:-C1ProfileVirtualCalls
      -XX:-AOTRecordTraining -XX:-AOTReplayTraining)
  elif [ "$compiler" = built-in ]; then
    runtime+=(-XX:TieredStopAtLevel=1)
  fi
  if [ "$compiler" != none ]; then
    runtime+=(-XX:CompileCommand=quiet)
    local accessor
    for accessor in getLongUnaligned putLongUnaligned convEndian; do
      runtime+=("-XX:CompileCommand=inline,jdk.internal.misc.Unsafe::$accessor")
    done
  fi
  case ${PSO_FAST_START-} in
    off) needs_image=no can_cache=no ;;
    image) can_cache=no ;;
  esac
  local jars=("$dist"/lib/*.jar "$dist"/compiler/*.jar)
  files=$(ls -lnL --time-style=full-iso "${jars[@]}" 2>/dev/null || ls -lnLT "${jars[@]}")
  sum=$(cksum <<<"$dist")
  cache_family=$cache_home/start-${sum%% *}
  sum=$(cksum <<<"$jdk $files ${runtime[*]}")
  cache=$cache_family-${sum%% *}.aot
}

# GraalVM unpacks libraries and Python's own modules into the user's cache folder. Where that cannot be written, sets
# base so that it takes pso's, or a private temporary one.
choose_resources() {
  local own=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/org.graalvm.polyglot folder
  ! is_ours "$own" || return 0
  for folder in "$cache_home/resources" "${TMPDIR:-/tmp}/pso-resources-$EUID"; do
    if is_ours "$folder"; then
      base+=("-Dpolyglot.engine.userResourceCache=$folder")
      return
    fi
  done
  die "Python's library needs a folder that can be written, and $cache_home is not; PSO_CACHE_DIR names another"
}

# Whether a folder is there, or can be made, that only this user may write: what lies in it is run.
is_ours() {
  { [ -d "$1" ] || (umask 077 && mkdir -p "$1") 2>/dev/null; } && [ -O "$1" ] && [ ! -L "$1" ] && [ -w "$1" ]
}

is_graalvm() {
  [[ $(<"$JAVA_HOME/release") == *GRAALVM_VERSION=* ]]
}

# Of what choose_runtime has found, not of what another start has made since: that is for choose_runtime to take up first.
fast_start_is_ready() {
  [ "$needs_image" = no ] || [ "$java" = "$image/bin/java" ] || [ -e "$image.failed" ] || return 1
  [ "$can_cache" = no ] || [ -e "$cache" ] || [ -e "$cache.failed" ]
}

# Never fails: without it everything works, only slower.
make_fast_start() {
  if ! mkdir -p "$cache_home" 2>/dev/null || [ ! -w "$cache_home" ]; then
    [ ! -t 2 ] || printf 'pso: starts stay slow: cannot write %s; PSO_CACHE_DIR names another folder\n' "$cache_home" >&2
    return 0
  fi
  lock "$cache_home/lock" 'another start that prepares fast starts'
  choose_runtime
  if ! fast_start_is_ready; then
    rm -rf "$cache_home"/making-*
    [ "$needs_image" = no ] || [ -x "$image/bin/java" ] || make_image
    choose_runtime
    [ "$can_cache" = no ] || make_cache
  fi
  unlock
}

make_image() {
  printf 'pso: preparing fast starts (1/2: Java image)…\n' >&2
  if "$JAVA_HOME/bin/jlink" --add-modules "$image_modules" --strip-debug --no-man-pages --no-header-files \
    --output "$cache_home/making-image" >"$cache_home/making-image.log" 2>&1; then
    mv "$cache_home/making-image" "$image"
  else
    mv "$cache_home/making-image.log" "$image.failed"
  fi
}

# Caches of earlier builds of this installation go; JVMs that run from them keep their mapping.
make_cache() {
  printf 'pso: preparing fast starts (2/2: class cache, about half a minute)…\n' >&2
  local made=$cache_home/making-cache.aot log=$cache_home/making-cache.log
  if run_training "-XX:AOTCacheOutput=$made" >"$log" 2>&1 </dev/null && [ -s "$made" ]; then
    rm -f "$cache_family"-*
    sync "$made" 2>/dev/null || sync
    mv "$made" "$cache"
    printf '%s\n' "$dist" >"$cache_family.place"
    remove_abandoned
  else
    mv "$log" "$cache.failed"
  fi
}

# Caches of installations that are not there any more.
remove_abandoned() {
  local place
  for place in "$cache_home"/start-*.place; do
    [ -d "$(<"$place")" ] || rm -f "${place%.place}"-* "$place"
  done
}

run_training() {
  (cd "$cache_home" && env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS -u PYTHONPATH "$java" "${base[@]}" "${runtime[@]}" \
    "$1" -cp "$class_path" "$main_class" -E "$dist/scripts/training.py")
}
