// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * A word that tells whoever remembers texts of the heap's classes that some are new. Each comparison with what it was costs one load;
 * a deliberate race: who reads an old value looks again at the next operation.
 */
public final class ClassEdition {
    private ClassEdition() {}

    /** Whether texts that were read when the word was this may be others by now; of a closed heap nothing can be told. */
    public static boolean isOld(Memory memory, long edition) {
        return memory.getOfSuperblock(Superblock.EDITION) != edition;
    }

    /** To be read before the texts are. */
    public static long get(Memory memory) {
        return memory.getVolatile(Superblock.EDITION);
    }

    /** After the new text is in the heap; for those who died between the two, whoever ends what they have begun does it. */
    public static void raise(Memory memory) {
        memory.increment(Superblock.EDITION);
    }
}
