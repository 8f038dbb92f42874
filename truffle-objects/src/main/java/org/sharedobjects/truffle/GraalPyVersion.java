// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import com.oracle.graal.python.PythonLanguage;

/** Our slots use GraalPy's inside, which may change with any release. */
final class GraalPyVersion {
    static final String KNOWN = "25.0.3";

    private GraalPyVersion() {}

    /** @throws IllegalStateException when this is another GraalPy than the one we know */
    static void check() {
        String found =
                PythonLanguage.GRAALVM_MAJOR + "." + PythonLanguage.GRAALVM_MINOR + "." + PythonLanguage.GRAALVM_MICRO;
        if (!found.equals(KNOWN)) {
            throw new IllegalStateException(
                    "shared_objects needs GraalPy " + KNOWN + " exactly: found GraalPy " + found);
        }
    }
}
