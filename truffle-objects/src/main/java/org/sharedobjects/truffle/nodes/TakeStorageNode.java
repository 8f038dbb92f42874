// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes.CreateStorageFromIteratorNode;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.guest.SharedIterator;

/**
 * Stands where GraalPy gathers what an iterator gives, and takes the storage of one that carries a native list. GraalPy's own short way
 * for native lists is lost for good at any place that has seen another iterator.
 */
final class TakeStorageNode extends CreateStorageFromIteratorNode {
    @Child
    private CreateStorageFromIteratorNode usual;

    private TakeStorageNode(CreateStorageFromIteratorNode usual) {
        this.usual = usual;
    }

    @Override
    public SequenceStorage execute(VirtualFrame frame, Object iterator, int length) {
        if (iterator instanceof SharedIterator shared) {
            PList carried = shared.carried;
            if (carried != null && shared.index == 0) {
                shared.carried = null;
                return carried.getSequenceStorage();
            }
        }
        return usual.execute(frame, iterator, length);
    }

    static boolean isIn(Node consumer) {
        return child(consumer) instanceof TakeStorageNode;
    }

    /** Whether it is there from now on. Who runs already may still use what was there before. */
    static boolean putInto(Node consumer) {
        CreateStorageFromIteratorNode usual = child(consumer);
        if (usual != null && !(usual instanceof TakeStorageNode)) {
            usual.replace(new TakeStorageNode(usual), "takes storages");
        }
        return usual != null;
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
