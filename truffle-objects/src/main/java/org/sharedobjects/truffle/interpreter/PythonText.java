// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.strings.TruffleString;

/** Python's str from Java's. */
public final class PythonText {
    private PythonText() {}

    public static TruffleString of(String text) {
        return PythonUtils.toTruffleStringUncached(text);
    }
}
