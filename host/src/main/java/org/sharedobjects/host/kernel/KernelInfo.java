// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import com.oracle.graal.python.PythonLanguage;
import java.util.List;
import java.util.Map;

/** What a kernel says of itself; known before Python is there. */
final class KernelInfo {

    private static final String PYTHON = PythonLanguage.MAJOR + "." + PythonLanguage.MINOR + "." + PythonLanguage.MICRO;

    private final String version;
    private final String banner;

    /** @param banner what a console shows first */
    KernelInfo(String version, String banner) {
        this.version = version;
        this.banner = banner;
    }

    Map<String, Object> answer() {
        return Map.of(
                "status",
                "ok",
                "protocol_version",
                Wire.VERSION,
                "implementation",
                "pso",
                "implementation_version",
                version,
                "language_info",
                language(),
                "banner",
                banner,
                "help_links",
                List.of(Map.of("text", "Python", "url", "https://docs.python.org/3.12")));
    }

    private static Map<String, Object> language() {
        return Map.of(
                "name", "python",
                "version", PYTHON,
                "mimetype", "text/x-python",
                "file_extension", ".py",
                "pygments_lexer", "ipython3",
                "codemirror_mode", Map.of("name", "ipython", "version", 3),
                "nbconvert_exporter", "python");
    }
}
