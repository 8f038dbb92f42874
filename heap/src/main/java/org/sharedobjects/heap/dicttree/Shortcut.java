// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.dicttree;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;

/**
 * The short ways of {@link PlainTree} for compiled code of small dicts, which it would make large: there are several, so
 * that a compiler that inlines everything meets a real call.
 */
@FunctionalInterface
public interface Shortcut {
    Shortcut GET = (memory, mutator, root, key, hash, value) -> PlainTree.tryGet(memory, root, key, hash);
    Shortcut SIZE = (memory, mutator, root, key, hash, value) -> PlainTree.trySize(memory, root);
    Shortcut PUT = (memory, mutator, root, key, hash, value) ->
            mutator != null && PlainTree.tryPut(mutator, root, key, hash, value) ? 1 : 0;

    long run(Memory memory, @Nullable Mutator mutator, long root, long key, long hash, long value);
}
