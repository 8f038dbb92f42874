// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.bytes.PBytes;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes;
import com.oracle.graal.python.builtins.objects.complex.PComplex;
import com.oracle.graal.python.builtins.objects.ellipsis.PEllipsis;
import com.oracle.graal.python.builtins.objects.floats.PFloat;
import com.oracle.graal.python.builtins.objects.ints.PInt;
import com.oracle.graal.python.builtins.objects.str.PString;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.value.ByteStrings;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Complexes;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.text.PythonTexts;

/** Cells of values that contain no others. */
final class Scalars {
    private Scalars() {}

    /** Cell of the value, or {@link Cell#EMPTY} when it is no scalar, or one of a subclass, or of another heap. */
    static long encode(AttachedHeap home, Object value, Blocks blocks) {
        Allocator allocator = home.allocator;
        return switch (value) {
            case Integer i -> Cell.ofInt(i);
            case Long l -> blocks.made(Ints.of(allocator, l));
            case Double d -> Cell.ofDouble(d);
            case Boolean b -> Cell.ofBoolean(b);
            case TruffleString text -> text(home, text, blocks);
            case PNone none -> none == PNone.NONE ? Cell.NONE : Cell.EMPTY;
            case PEllipsis ellipsis -> Cell.ELLIPSIS;
            case SharedObject object -> object.home().heap == home.heap ? Cell.ofRef(object.ref()) : Cell.EMPTY;
            case PInt i -> integer(allocator, i, blocks);
            case PFloat f when isExactly(f, PythonBuiltinClassType.PFloat) -> Cell.ofDouble(f.getValue());
            case PString s
            when isExactly(s, PythonBuiltinClassType.PString) -> text(home, s.getValueUncached(), blocks);
            case PBytes b
            when isExactly(b, PythonBuiltinClassType.PBytes) -> blocks.made(ByteStrings.of(allocator, bytes(b)));
            case PComplex c
            when isExactly(c, PythonBuiltinClassType.PComplex) ->
                blocks.made(Complexes.of(allocator, c.getReal(), c.getImag()));
            default -> Cell.EMPTY;
        };
    }

    static boolean isExactly(Object value, PythonBuiltinClassType type) {
        return GetClassNode.executeUncached(value) == type;
    }

    private static long integer(Allocator allocator, PInt value, Blocks blocks) {
        Object type = GetClassNode.executeUncached(value);
        if (type == PythonBuiltinClassType.Boolean) {
            return Cell.ofBoolean(!value.isZero());
        }
        return type == PythonBuiltinClassType.PInt ? blocks.made(Ints.of(allocator, value.getValue())) : Cell.EMPTY;
    }

    private static long text(AttachedHeap home, TruffleString text, Blocks blocks) {
        long shortCell = PythonTexts.encodeShort(text);
        if (shortCell != Cell.EMPTY) {
            return shortCell;
        }
        // An interned block stays even if this store fails: others may use it already.
        long interned = home.texts.intern(home.allocator, text);
        return interned != Cell.EMPTY ? interned : blocks.made(PythonTexts.encode(home.allocator, text));
    }

    private static byte[] bytes(PBytes value) {
        return SequenceStorageNodes.ToByteArrayNode.executeUncached(value.getSequenceStorage());
    }
}
