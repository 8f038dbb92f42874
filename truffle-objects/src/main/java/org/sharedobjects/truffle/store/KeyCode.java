// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.floats.PFloat;
import com.oracle.graal.python.builtins.objects.ints.PInt;
import com.oracle.graal.python.builtins.objects.object.ObjectBuiltins;
import com.oracle.graal.python.builtins.objects.set.PFrozenSet;
import com.oracle.graal.python.builtins.objects.str.PString;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.builtins.objects.type.TpSlots;
import com.oracle.graal.python.builtins.objects.type.TpSlots.GetTpSlotsNode;
import com.oracle.graal.python.lib.PyObjectHashNode;
import com.oracle.graal.python.lib.PyObjectRichCompareBool;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.KeyEquality;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.text.PythonTexts;
import org.sharedobjects.truffle.text.SoughtText;

/**
 * A dict key as the heap looks for it. The heap hashes builtin values itself; instances count by identity unless their
 * class defines otherwise, then Python's own {@code hash} and {@code ==} decide. As numbers, texts and tuples hash as in Python,
 * such an instance and a plain value that it equals find each other.
 *
 * @param cell {@link Cell#EMPTY} when the key has no cell and is only looked for
 */
public record KeyCode(long cell, long hash, KeyEquality equality) {
    /**
     * A key that is to be stored, or null when it cannot be shared.
     *
     * @throws PException TypeError when it is unhashable
     */
    static @Nullable KeyCode ofStored(AttachedHeap home, Object key, Blocks blocks) {
        refuseContainer(key);
        if (key instanceof SharedObject object && object.home().heap != home.heap) {
            return null;
        }
        long cell = Scalars.encode(home, key, blocks);
        if (cell == Cell.EMPTY) {
            PyObjectHashNode.executeUncached(key);
            cell = CopyIn.copy(home, key, blocks);
        }
        return of(home, key, cell, blocks);
    }

    /** A key that is looked for, or null when no heap can hold it. What is allocated goes to blocks. */
    static @Nullable KeyCode ofLookup(AttachedHeap home, Object key, Blocks blocks) {
        refuseContainer(key);
        if (key instanceof TruffleString text) {
            return ofText(home, text);
        }
        Object plain = plainValue(key);
        boolean hasPlainValue =
                key instanceof PString || key instanceof PInt || key instanceof PFloat || key instanceof PTuple;
        if (hasPlainValue && asksGuest(home, key)) {
            return ofCopyLookup(home, key, blocks);
        }
        if (plain instanceof PTuple || plain instanceof PFrozenSet) {
            return ofCopyLookup(home, plain, blocks);
        }
        long cell = Scalars.encode(home, plain, blocks);
        if (cell != Cell.EMPTY) {
            return of(home, plain, cell, blocks);
        }
        return ByValueObjects.parts(home, plain) == null ? null : ofCopyLookup(home, plain, blocks);
    }

    /** Whether the class of a key says what it equals. */
    static boolean definesEquality(Object key) {
        TpSlots slots = GetTpSlotsNode.executeUncached(GetClassNode.executeUncached(key));
        return !Objects.equals(ObjectBuiltins.SLOTS.tp_richcmp(), slots.tp_richcmp());
    }

    /** A key that is in the heap already, and in the dict if that is asked for it. */
    static KeyCode ofCell(AttachedHeap home, long cell) {
        return Immutables.hasRefs(home.memory, cell)
                ? of(home, Decoder.decode(home, cell), cell)
                : new KeyCode(cell, Immutables.hash(home.memory, cell), KeyEquality.IDENTITY);
    }

    /** Of a cell that was just made: what the guest is shown of it may be kept, so that its blocks are the collector's from then on. */
    private static KeyCode of(AttachedHeap home, Object key, long cell, Blocks blocks) {
        if (Immutables.hasRefs(home.memory, cell)) {
            blocks.forget();
        }
        return of(home, key, cell);
    }

    /** The guest is asked only about keys that are up to it. What it is shown of this one is never the cell, which may be given back. */
    private static KeyCode of(AttachedHeap home, Object key, long cell) {
        long hash =
                Immutables.hasRefs(home.memory, cell) ? hashWithRefs(home, cell) : Immutables.hash(home.memory, cell);
        return new KeyCode(cell, hash, guestEquality(home, key));
    }

    private static KeyCode ofText(AttachedHeap home, TruffleString text) {
        long cell = PythonTexts.encodeShort(text);
        if (cell == Cell.EMPTY) {
            cell = home.texts.find(text);
        }
        if (cell != Cell.EMPTY) {
            return of(home, text, cell);
        }
        SoughtText sought = SoughtText.of(text);
        return new KeyCode(
                Cell.EMPTY,
                PythonTexts.hash(text),
                candidate -> Immutables.hasRefs(home.memory, candidate)
                        ? equalForGuest(home, candidate, text)
                        : sought.equals(home.memory, candidate));
    }

    private static @Nullable KeyCode ofCopyLookup(AttachedHeap home, Object key, Blocks blocks) {
        // Raises for unhashable elements, and overflows the stack for nests too deep to hash, as for any dict.
        PyObjectHashNode.executeUncached(key);
        long cell;
        try {
            cell = CopyIn.copy(home, key, blocks);
        } catch (PException e) {
            if (NotShareable.isError(home, e)) {
                return null;
            }
            throw e;
        }
        return of(home, key, cell, blocks);
    }

    private static void refuseContainer(Object key) {
        if (key instanceof SharedObject && !(key instanceof SharedInstance)) {
            throw PythonErrors.unhashable(null, key);
        }
    }

    /** Instances of subclasses of str, tuple and the numbers equal their plain values unless the class says otherwise. */
    private static Object plainValue(Object key) {
        return switch (key) {
            case PString text when equalsAs(text, PythonBuiltinClassType.PString) -> text.getValueUncached();
            case PInt number
            when equalsAs(number, PythonBuiltinClassType.PInt) ->
                PFactory.createInt(PythonLanguage.get(null), number.getValue());
            case PFloat number when equalsAs(number, PythonBuiltinClassType.PFloat) -> number.getValue();
            case PTuple tuple
            when isOfSubclass(tuple) && equalsAs(tuple, PythonBuiltinClassType.PTuple) ->
                PFactory.createTuple(PythonLanguage.get(null), CopyIn.items(tuple));
            default -> key;
        };
    }

    private static boolean equalsAs(Object key, PythonBuiltinClassType type) {
        TpSlots own = GetTpSlotsNode.executeUncached(GetClassNode.executeUncached(key));
        TpSlots builtin = GetTpSlotsNode.executeUncached(type);
        return Objects.equals(own.tp_richcmp(), builtin.tp_richcmp())
                && Objects.equals(own.tp_hash(), builtin.tp_hash());
    }

    private static boolean isOfSubclass(Object key) {
        return !(GetClassNode.executeUncached(key) instanceof PythonBuiltinClassType);
    }

    /** Does a class of objects by value define equality itself? Then such a key may equal what has another hash in the heap. */
    static boolean asksGuest(AttachedHeap home, Object key) {
        boolean mayBeByValue = !(key instanceof SharedObject) && isOfSubclass(key);
        ByValueObjects.Parts parts = mayBeByValue ? ByValueObjects.parts(home, key) : null;
        return parts != null && parts.asksGuest();
    }

    private static KeyEquality guestEquality(AttachedHeap home, Object key) {
        return candidate -> equalForGuest(home, candidate, key);
    }

    private static boolean equalForGuest(AttachedHeap home, long candidate, Object key) {
        return PyObjectRichCompareBool.executeEqUncached(Decoder.decode(home, candidate), key);
    }

    private static long hashWithRefs(AttachedHeap home, long cell) {
        if (Cell.isRef(cell)) {
            return hashOfObject(home, cell);
        }
        if (ByValues.asksGuest(home.memory, cell)) {
            return hashOfGuest(Decoder.decode(home, cell));
        }
        long plain = ByValues.plain(home.memory, cell);
        return switch (Immutables.kindOrZero(home.memory, plain)) {
            case Immutables.TUPLE -> hashOfTuple(home, Tuples.toArray(home.memory, plain));
            case Immutables.FROZENSET -> hashOfSet(home, FrozenSets.toArray(home.memory, plain));
            default -> Immutables.hash(home.memory, plain);
        };
    }

    private static long hashOfTuple(AttachedHeap home, long[] elements) {
        long hash = Hashing.tupleStart();
        for (int i = 0; i < elements.length; i++) {
            hash = Hashing.tupleStep(hash, hashOfElement(home, elements[i]), i, elements.length);
        }
        return Hashing.tupleEnd(hash);
    }

    private static long hashOfSet(AttachedHeap home, long[] elements) {
        long hash = elements.length;
        for (long element : elements) {
            hash = Hashing.setStep(hash, hashOfElement(home, element));
        }
        return Hashing.mix(hash);
    }

    private static long hashOfElement(AttachedHeap home, long element) {
        return Immutables.hasRefs(home.memory, element)
                ? hashWithRefs(home, element)
                : Immutables.hash(home.memory, element);
    }

    private static long hashOfObject(AttachedHeap home, long cell) {
        Object object = Decoder.decode(home, cell);
        refuseContainer(object);
        TpSlots slots = GetTpSlotsNode.executeUncached(GetClassNode.executeUncached(object));
        if (ObjectBuiltins.SLOTS.tp_hash().equals(slots.tp_hash())) {
            return Immutables.hash(home.memory, cell);
        }
        return hashOfGuest(object);
    }

    private static long hashOfGuest(Object object) {
        return Hashing.ofPython(PyObjectHashNode.executeUncached(object));
    }
}
