// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.lang.reflect.Method;

/**
 * Tells the JVM which Java code its better compiler is for, as {@code jcmd PID Compiler.directives_add FILE} does from outside. The
 * JVM's own option for the same file would say so on standard output.
 */
final class JavaCompilers {
    private static final String DIRECTIVES = System.getProperty("pso.compilers", "");

    private JavaCompilers() {}

    /** Where that cannot be done all code is for the better compiler, and programs start slowly. */
    static void direct() {
        if (DIRECTIVES.isEmpty()) {
            return;
        }
        try {
            Class.forName("com.sun.management.internal.PlatformMBeanProviderImpl"); // loads the library
            Class<?> commands = Class.forName("com.sun.management.internal.DiagnosticCommandImpl");
            Method instance = commands.getDeclaredMethod("getDiagnosticCommandMBean");
            Method execute = commands.getDeclaredMethod("executeDiagnosticCommand", String.class);
            instance.setAccessible(true);
            execute.setAccessible(true);
            execute.invoke(instance.invoke(null), "Compiler.directives_add \"" + DIRECTIVES + '"');
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // As if the file were not there.
        }
    }
}
