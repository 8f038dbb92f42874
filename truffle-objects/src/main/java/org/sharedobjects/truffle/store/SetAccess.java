// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageCopy;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageSetItem;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.set.PBaseSet;
import com.oracle.graal.python.builtins.objects.set.PSet;
import com.oracle.graal.python.builtins.objects.type.TpSlots.GetTpSlotsNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotHashFun;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * Operations on shared sets in terms of Python values, complete and slow, as far as {@link DictAccess} does not do the same.
 * Elements are what keys of dicts may be.
 */
public final class SetAccess {
    private SetAccess() {}

    /** A new empty set. */
    @TruffleBoundary
    public static SharedObject create(AttachedHeap home) {
        return home.interpreter.classes().wrapper(home, Sets.create(home.allocator, 0));
    }

    /** Does nothing when there is an equal element. */
    @TruffleBoundary
    public static void add(SharedSet set, Object element) {
        Blocks blocks = new Blocks();
        boolean added = false;
        try {
            added = add(set, stored(set.home, element, blocks));
        } catch (ConflictException e) {
            Touching.key(set, element);
            throw e;
        } finally {
            if (!added) {
                blocks.takeBack(set.home);
            }
        }
    }

    private static KeyCode stored(AttachedHeap home, Object element, Blocks blocks) {
        KeyCode code = KeyCode.ofStored(home, element, blocks);
        if (code == null) {
            throw NotShareable.error(home, "", element);
        }
        return code;
    }

    private static boolean add(SharedSet set, KeyCode code) {
        return Sets.add(set.home.mutator(), set.ref, code.cell(), code.hash(), code.equality());
    }

    private static boolean remove(SharedSet set, KeyCode code) {
        return Sets.remove(set.home.mutator(), set.ref, code.cell(), code.hash(), code.equality());
    }

    /** Adds all that are not there. */
    @TruffleBoundary
    public static void addAll(SharedSet set, Object[] elements) {
        changeAll(set, elements, code -> add(set, code));
    }

    /** Adds those that are not there, and removes the others. */
    @TruffleBoundary
    public static void toggleAll(SharedSet set, Object[] elements) {
        changeAll(set, elements, code -> {
            if (!remove(set, code)) {
                add(set, code);
            }
        });
    }

    private static void changeAll(SharedSet set, Object[] elements, Consumer<KeyCode> change) {
        Blocks blocks = new Blocks();
        boolean stored = false;
        try {
            KeyCode[] codes = new KeyCode[elements.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = stored(set.home, elements[i], blocks);
            }
            Atomically.run(set.home, () -> {
                for (KeyCode code : codes) {
                    change.accept(code);
                }
                return Boolean.TRUE;
            });
            stored = true;
        } finally {
            if (!stored) {
                blocks.takeBack(set.home);
            }
        }
    }

    @TruffleBoundary
    public static void discardAll(SharedSet set, Object[] elements) {
        Atomically.run(set.home, () -> {
            for (Object element : elements) {
                DictAccess.delete(set, element);
            }
            return Boolean.TRUE;
        });
    }

    @TruffleBoundary
    public static boolean containsAll(SharedSet set, Object[] elements) {
        return Atomically.run(set.home, () -> {
            for (Object element : elements) {
                if (!DictAccess.contains(set, element)) {
                    return Boolean.FALSE;
                }
            }
            return Boolean.TRUE;
        });
    }

    @TruffleBoundary
    public static boolean containsAny(SharedSet set, Object[] elements) {
        return Atomically.run(set.home, () -> {
            for (Object element : elements) {
                if (DictAccess.contains(set, element)) {
                    return Boolean.TRUE;
                }
            }
            return Boolean.FALSE;
        });
    }

    /** Removes some element and returns it; null for an empty set. */
    @TruffleBoundary
    public static @Nullable Object pop(SharedSet set) {
        long before = Sets.last(set.home.mutator(), set.ref);
        Object seen = Taking.seen(set.home, before);
        long removed = Sets.popLast(set.home.mutator(), set.ref);
        return removed == Cell.EMPTY ? null : Taking.taken(set.home, removed, before, seen);
    }

    /** All elements, as they were at one moment. */
    @TruffleBoundary
    public static Object[] elements(SharedSet set) {
        return Decoder.decodeAll(set.home, Sets.snapshot(set.home.mutator(), set.ref));
    }

    /** A native set of the elements, as they were at one moment. */
    @TruffleBoundary
    public static PSet snapshot(SharedSet set) {
        return nativeSet(set.home, elements(set));
    }

    static PSet nativeSet(AttachedHeap home, Object[] elements) {
        return PFactory.createSet(home.interpreter.pythonLanguage(), storage(elements));
    }

    private static HashingStorage storage(Object[] elements) {
        HashingStorage storage = PDict.createNewStorage(elements.length);
        for (Object element : elements) {
            storage = HashingStorageSetItem.executeUncached(storage, element, PNone.NONE);
        }
        return storage;
    }

    /** What to look for where Python takes a set for the frozenset that equals it: in {@code in} and {@code remove}. */
    @TruffleBoundary
    public static Object asElement(Object element) {
        return switch (element) {
            case SharedSet set -> PFactory.createFrozenSet(PythonLanguage.get(null), storage(elements(set)));
            case PSet set
            when isUnhashable(set) ->
                PFactory.createFrozenSet(
                        PythonLanguage.get(null), HashingStorageCopy.executeUncached(set.getDictStorage()));
            default -> element;
        };
    }

    private static boolean isUnhashable(PBaseSet set) {
        var hash = GetTpSlotsNode.executeUncached(GetClassNode.executeUncached(set))
                .tp_hash();
        return hash == null || TpSlotHashFun.HASH_NOT_IMPLEMENTED.equals(hash);
    }
}
