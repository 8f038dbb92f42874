// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.iteration;

import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes.CreateStorageFromIteratorNode;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedIterator;

/**
 * Stands where GraalPy gathers what an iterator gives: of one over a shared list, dict or set that has given nothing yet it takes all elements in one
 * step. GraalPy's own short way for native lists is lost for good at any place that has seen another iterator.
 */
final class TakeStorageNode extends CreateStorageFromIteratorNode {
    @Child
    private CreateStorageFromIteratorNode usual;

    private TakeStorageNode(CreateStorageFromIteratorNode usual) {
        this.usual = usual;
    }

    @Override
    public SequenceStorage execute(VirtualFrame frame, Object iterator, int length) {
        if (iterator instanceof SharedIterator shared
                && shared.index == 0
                && shared.expectedSize != SharedIterator.CHANGED) {
            SequenceStorage taken = take(shared);
            if (taken != null) {
                return taken;
            }
        }
        return usual.execute(frame, iterator, length);
    }

    /** Null for what is exhausted, an array or goes backwards. */
    @TruffleBoundary
    private @Nullable SequenceStorage take(SharedIterator iterator) {
        PList elements = BeginIterationNode.elements(this, iterator.target, iterator.kind);
        if (elements == null) {
            return null;
        }
        iterator.target = null;
        return elements.getSequenceStorage();
    }

    /** Whether there is a place for it. Who runs already may still use what was there before. */
    static boolean putInto(Node consumer) {
        CreateStorageFromIteratorNode usual = child(consumer);
        if (usual != null && !(usual instanceof TakeStorageNode)) {
            usual.replace(new TakeStorageNode(usual), "takes all at once");
        }
        return usual != null;
    }

    static boolean isIn(Node consumer) {
        return child(consumer) instanceof TakeStorageNode;
    }

    private static @Nullable CreateStorageFromIteratorNode child(Node consumer) {
        for (Node child : consumer.getChildren()) {
            if (child instanceof CreateStorageFromIteratorNode node) {
                return node;
            }
        }
        return null;
    }
}
