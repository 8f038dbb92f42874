// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.RootNode;
import org.sharedobjects.heap.txn.Mutator;

/** {@link Mutator#commit}, compiled like Python code but once, since it is too long to be part of every atomic function. */
public final class CommitRoot extends RootNode {
    public CommitRoot(TruffleLanguage<?> language) {
        super(language);
    }

    @Override
    public Object execute(VirtualFrame frame) {
        return ((Mutator) frame.getArguments()[0]).commit(CompilerDirectives.inInterpreter());
    }
}
