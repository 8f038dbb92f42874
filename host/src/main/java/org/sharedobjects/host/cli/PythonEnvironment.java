// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns python's options and PYTHON* variables into GraalPy's options. */
final class PythonEnvironment {

    private final RunOptions options;
    private final Map<String, String> variables;
    private final Map<String, String> result = new HashMap<>();

    private PythonEnvironment(RunOptions options, Map<String, String> environment) {
        this.options = options;
        this.variables = options.ignoreEnvironment || options.isolated ? Map.of() : environment;
    }

    /** @param packages the folder that holds the package shared_objects */
    static Map<String, String> graalPyOptions(
            RunOptions options, Map<String, String> environment, String packages, String executable) {
        return new PythonEnvironment(options, environment).collect(packages, executable);
    }

    private Map<String, String> collect(String packages, String executable) {
        result.put("python.RunViaLauncher", "true");
        result.put("python.PosixModuleBackend", "native");
        result.put("python.Executable", executable);
        flag("InspectFlag", options.inspect, "PYTHONINSPECT");
        flag("DontWriteBytecodeFlag", options.dontWriteBytecode, "PYTHONDONTWRITEBYTECODE");
        flag("PythonOptimizeFlag", options.optimize.length > 0, "PYTHONOPTIMIZE");
        flag("UnbufferedIO", options.unbuffered, "PYTHONUNBUFFERED");
        flag("VerboseFlag", options.verbose.length > 0, "PYTHONVERBOSE");
        flag("NoUserSiteFlag", options.noUserSite || options.isolated, "PYTHONNOUSERSITE");
        flag("SafePathFlag", options.safePath || options.isolated, "PYTHONSAFEPATH");
        flag("NoSiteFlag", options.noSite, null);
        flag("ForceImportSite", !options.noSite, null);
        flag("QuietFlag", options.quiet, null);
        flag("IsolateFlag", options.isolated, null);
        flag("IgnoreEnvironmentFlag", options.ignoreEnvironment || options.isolated, null);
        flag(
                "WarnDefaultEncodingFlag",
                options.implementation.contains("warn_default_encoding"),
                "PYTHONWARNDEFAULTENCODING");
        text("StandardStreamEncoding", "PYTHONIOENCODING");
        text("PyCachePrefix", "PYTHONPYCACHEPREFIX");
        text("IntMaxStrDigits", "PYTHONINTMAXSTRDIGITS");
        text("HashSeed", "PYTHONHASHSEED");
        result.put("python.CheckHashPycsMode", options.checkHashBasedPycs);
        implementationOptions();
        result.put("python.PythonPath", path(packages));
        String warnings = warnings();
        if (!warnings.isEmpty()) {
            result.put("python.WarnOptions", warnings);
        }
        return result;
    }

    private void implementationOptions() {
        for (String option : options.implementation) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = option.substring(equals + 1);
            switch (name) {
                case "int_max_str_digits" -> result.put("python.IntMaxStrDigits", value);
                case "pycache_prefix" -> result.put("python.PyCachePrefix", value);
                default -> {} // as python: -X is for the implementation, unknown ones are ignored
            }
        }
    }

    private String path(String packages) {
        String own = variables.getOrDefault("PYTHONPATH", "");
        return own.isEmpty() ? packages : own + File.pathSeparator + packages;
    }

    /** Later filters win in Python, so the environment comes first. */
    private String warnings() {
        List<String> all = new ArrayList<>();
        String own = variables.getOrDefault("PYTHONWARNINGS", "");
        if (!own.isEmpty()) {
            all.add(own);
        }
        all.addAll(options.warnings);
        return String.join(",", all);
    }

    private void flag(String option, boolean given, @Nullable String variable) {
        boolean set = given
                || (variable != null && !variables.getOrDefault(variable, "").isEmpty());
        result.put("python." + option, Boolean.toString(set));
    }

    private void text(String option, String variable) {
        String value = variables.getOrDefault(variable, "");
        if (!value.isEmpty()) {
            result.put("python." + option, value);
        }
    }
}
