// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.nodes.PRaiseNode;
import com.oracle.truffle.api.RootCallTarget;
import com.oracle.truffle.api.ThreadLocalAction;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.frame.FrameInstance;
import com.oracle.truffle.api.nodes.LanguageInfo;
import com.oracle.truffle.api.nodes.RootNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.ForeignInterrupt;

/**
 * What Ctrl-C does to a thread. Code of another language is ended by a {@link ForeignInterrupt} instead, which becomes a KeyboardInterrupt
 * where that returns to Python.
 */
final class KeyboardInterrupt {

    /** Languages of the host, and of what Python calls. */
    private static final Set<String> NOBODYS = Set.of("host", SharedObjectsLanguage.ID);

    private KeyboardInterrupt() {}

    /** By the thread, at a safepoint. */
    static RuntimeException raise(ThreadLocalAction.Access access) {
        if (isElsewhere()) {
            throw new ForeignInterrupt(access.getLocation());
        }
        throw PRaiseNode.raiseStatic(access.getLocation(), PythonBuiltinClassType.KeyboardInterrupt);
    }

    /** Whether the thread is in code of another language, called from Python. */
    private static boolean isElsewhere() {
        String language = Truffle.getRuntime().iterateFrames(KeyboardInterrupt::language);
        return language != null && !language.equals(PythonLanguage.ID);
    }

    /** Null for what belongs to the host, and for languages that Python itself is made of, as that of regular expressions and ours. */
    private static @Nullable String language(FrameInstance frame) {
        RootNode root = frame.getCallTarget() instanceof RootCallTarget target ? target.getRootNode() : null;
        LanguageInfo language = root == null ? null : root.getLanguageInfo();
        if (language == null || language.isInternal() || NOBODYS.contains(language.getId())) {
            return null;
        }
        return language.getId();
    }
}
