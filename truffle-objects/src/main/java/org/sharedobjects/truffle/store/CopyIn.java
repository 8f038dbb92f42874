// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.set.PFrozenSet;
import com.oracle.graal.python.builtins.objects.set.PSet;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.runtime.sequence.PSequence;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * Copies a Python value into a heap: wholly or not at all, aliases, also of what else is stored at once, and cycles kept, nests of
 * any depth.
 *
 * <p>Lists and dicts get their place when they are met, so that their own content may refer to them; tuples are built
 * from finished elements. Only a list or dict inside a tuple that it refers back to has to be mended at the end.
 */
final class CopyIn {
    /** Stands for a tuple whose elements are still being copied. */
    private static final long IN_PROGRESS = Cell.TOMBSTONE;

    private static final Object[] NO_ITEMS = {};

    private final AttachedHeap home;
    private final Blocks blocks;
    private final Supplier<String> origin;

    private final CopyMemo memo;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final List<Runnable> mends = new ArrayList<>();

    private CopyIn(AttachedHeap home, Blocks blocks, Supplier<String> origin) {
        this.home = home;
        this.blocks = blocks;
        this.origin = origin;
        // A key inside of what is copied is copied by itself: nothing unfinished may be seen of what is around it.
        this.memo = blocks.memo().busy ? new CopyMemo() : blocks.memo();
    }

    /** Cell of the value. What was allocated for it is added to {@code blocks}. */
    static long copy(AttachedHeap home, Object value, Blocks blocks) {
        return copy(home, value, blocks, () -> "");
    }

    /** The same for the value at a key or index of what is stored. */
    static long copyAt(AttachedHeap home, Object value, Blocks blocks, Object key) {
        return copy(home, value, blocks, () -> NotShareable.step(key));
    }

    /** @param origin path of the value, for error messages */
    @TruffleBoundary
    static long copy(AttachedHeap home, Object value, Blocks blocks, Supplier<String> origin) {
        long scalar = Scalars.encode(home, value, blocks);
        if (scalar != Cell.EMPTY) {
            return scalar;
        }
        CopyMemo memo = blocks.memo();
        long known = memo.busy ? Cell.EMPTY : memo.cell(value);
        if (known != Cell.EMPTY) {
            return known;
        }
        Object own = memo.own(value);
        return own == null ? new CopyIn(home, blocks, origin).run(value) : copy(home, own, blocks, origin);
    }

    private enum Container {
        LIST,
        DICT,
        SET,
        TUPLE,
        FROZENSET,
        INSTANCE,
        ARRAY,
        BY_VALUE
    }

    /** One container that is being copied. */
    private static final class Frame {
        final Object source;
        final Container kind;
        /** Elements; keys and values in turn for a dict, names and values for an instance. */
        final Object[] items;

        final long[] cells;
        /** Of a list or dict, made in advance; 0 for what is immutable. */
        final long ref;

        final ByValueObjects.@Nullable Parts parts;
        int next;

        Frame(Object source, Container kind, Object[] items, long ref) {
            this(source, kind, items, ref, null);
        }

        Frame(Object source, ByValueObjects.Parts parts) {
            this(source, Container.BY_VALUE, parts.content(), 0, parts);
        }

        private Frame(Object source, Container kind, Object[] items, long ref, ByValueObjects.@Nullable Parts parts) {
            this.source = source;
            this.kind = kind;
            this.items = items;
            this.cells = new long[items.length];
            this.ref = ref;
            this.parts = parts;
        }
    }

    private long run(Object root) {
        boolean done = false;
        memo.busy = true;
        try {
            long result = copyAll(root);
            done = true;
            return result;
        } finally {
            memo.busy = false;
            if (!done) {
                memo.forget();
            }
        }
    }

    private long copyAll(Object root) {
        long result = open(root);
        while (result == Cell.EMPTY || !open.isEmpty()) {
            Frame frame = open.getFirst();
            if (frame.next < frame.items.length) {
                step(frame);
            } else {
                open.removeFirst();
                result = finish(frame);
                memo.put(frame.source, result);
            }
        }
        mends.forEach(Runnable::run);
        return result;
    }

    private void step(Frame frame) {
        int at = frame.next;
        Object item = memo.taken(frame.items[at]);
        if (frame.kind == Container.INSTANCE && at % 2 == 0) {
            frame.next++;
            return;
        }
        if (isKey(frame, at)) {
            frame.cells[at] = key(item);
            frame.next++;
            return;
        }
        long cell = Scalars.encode(home, item, blocks);
        if (cell == Cell.EMPTY) {
            cell = memo.cell(item);
        }
        if (cell == IN_PROGRESS) {
            mendLater(frame, at, item);
            cell = Cell.NONE;
        }
        if (cell == Cell.EMPTY) {
            // Comes back to this item when the copy of its container, or what it is in Python, is known.
            openOrTake(item);
            return;
        }
        frame.cells[at] = cell;
        frame.next++;
    }

    private static boolean isKey(Frame frame, int at) {
        return frame.kind == Container.SET || (frame.kind == Container.DICT && at % 2 == 0);
    }

    private long key(Object key) {
        KeyCode code = KeyCode.ofStored(home, key, blocks);
        if (code == null) {
            throw NotShareable.error(home, path(), key);
        }
        return code.cell();
    }

    private void mendLater(Frame frame, int at, Object container) {
        Frame owner = frame;
        mends.add(() -> {
            long cell = memo.cell(container);
            if (owner.kind == Container.INSTANCE) {
                setField(owner, at, cell);
            } else if (owner.kind == Container.DICT) {
                long key = owner.cells[at - 1];
                KeyCode code = KeyCode.ofCell(home, key);
                Dicts.replace(mutator(), owner.ref, key, code.hash(), cell, code.equality());
            } else {
                Lists.set(mutator(), owner.ref, at, cell);
            }
        });
    }

    private void openOrTake(Object item) {
        if (memo.own(item) == null) {
            open(item);
        }
    }

    /** Starts a container and gives the cell of one that needs no content. */
    private long open(Object value) {
        Frame frame = frame(value);
        if (frame == null) {
            throw NotShareable.error(home, path(), value);
        }
        if (frame.kind == Container.LIST || frame.kind == Container.ARRAY) {
            Lists.blocks(home.memory, frame.ref, blocks::add);
        } else if (frame.kind == Container.DICT || frame.kind == Container.SET) {
            blocks.addDict(frame.ref);
        } else if (frame.ref != 0) {
            blocks.add(frame.ref);
        }
        memo.put(value, frame.ref != 0 ? Cell.ofRef(frame.ref) : IN_PROGRESS);
        open.addFirst(frame);
        return Cell.EMPTY;
    }

    private @Nullable Frame frame(Object value) {
        if (value instanceof SharedObject) {
            return null;
        }
        if (value instanceof PList && Scalars.isExactly(value, PythonBuiltinClassType.PList)) {
            Object[] items = items((PSequence) value);
            return new Frame(value, Container.LIST, items, Lists.createEmpty(home.allocator, items.length));
        }
        if (value instanceof PDict dict && Scalars.isExactly(value, PythonBuiltinClassType.PDict)) {
            Object[] entries = NativeDicts.entries(dict);
            return new Frame(value, Container.DICT, entries, Dicts.create(home.allocator, entries.length / 2));
        }
        if (value instanceof PTuple && Scalars.isExactly(value, PythonBuiltinClassType.PTuple)) {
            return new Frame(value, Container.TUPLE, items((PSequence) value), 0);
        }
        if (value instanceof PSet set && Scalars.isExactly(value, PythonBuiltinClassType.PSet)) {
            Object[] elements = NativeDicts.keys(set.getDictStorage());
            return new Frame(value, Container.SET, elements, Sets.create(home.allocator, elements.length));
        }
        if (value instanceof PFrozenSet set && Scalars.isExactly(value, PythonBuiltinClassType.PFrozenSet)) {
            return new Frame(value, Container.FROZENSET, NativeDicts.keys(set.getDictStorage()), 0);
        }
        Long array = ArrayAccess.copyIn(home, value, blocks);
        if (array != null) {
            return new Frame(value, Container.ARRAY, NO_ITEMS, array);
        }
        Frame plain = plainCopy(value);
        return plain != null ? plain : byValue(value);
    }

    /** Of the plain copy of an instance, as {@code copy_out} gives it. */
    private @Nullable Frame plainCopy(Object value) {
        Object plainFields = home.interpreter.bindings().plainFields;
        Object known = plainFields == null ? PNone.NONE : CallNode.executeUncached(plainFields, value);
        if (!(known instanceof PTuple pair)) {
            return null;
        }
        Object[] classAndFields = items(pair);
        int classId = home.interpreter.classes().idOf(home, classAndFields[0]);
        Object[] fields = NativeDicts.entries((PDict) classAndFields[1]);
        long ref = Records.create(home.allocator, home.heap.shapes().root(classId), fields.length / 2);
        return new Frame(value, Container.INSTANCE, fields, ref);
    }

    private @Nullable Frame byValue(Object value) {
        ByValueObjects.Parts parts = ByValueObjects.parts(home, value);
        return parts == null ? null : new Frame(value, parts);
    }

    /** For changes of what was made for this store, which are part of the running transaction too. */
    private Mutator mutator() {
        Mutator own = home.mutator();
        if (own.active()) {
            blocks.keepForTransaction();
        }
        return own;
    }

    private void setField(Frame frame, int at, long cell) {
        String name = ((TruffleString) frame.items[at - 1]).toJavaStringUncached();
        Records.set(mutator(), home.heap.shapes(), frame.ref, name, cell);
    }

    static Object[] items(PSequence sequence) {
        return SequenceStorageNodes.ToArrayNode.executeUncached(sequence.getSequenceStorage());
    }

    private long finish(Frame frame) {
        int count = frame.items.length;
        return switch (frame.kind) {
            case LIST -> {
                Lists.fillFresh(home.allocator, frame.ref, frame.cells, count);
                yield Cell.ofRef(frame.ref);
            }
            case DICT -> {
                for (int i = 0; i < count; i += 2) {
                    KeyCode key = KeyCode.ofCell(home, frame.cells[i]);
                    Dicts.addFresh(home.allocator, frame.ref, key.cell(), key.hash(), frame.cells[i + 1]);
                }
                yield Cell.ofRef(frame.ref);
            }
            case SET -> {
                fillSet(frame);
                yield Cell.ofRef(frame.ref);
            }
            case INSTANCE -> {
                for (int i = 1; i < count; i += 2) {
                    setField(frame, i, frame.cells[i]);
                }
                yield Cell.ofRef(frame.ref);
            }
            case ARRAY -> Cell.ofRef(frame.ref);
            case TUPLE -> blocks.made(Tuples.of(home.allocator, frame.cells, count));
            case FROZENSET -> blocks.made(FrozenSets.of(home.allocator, frame.cells, count));
            case BY_VALUE -> byValue(frame);
        };
    }

    private long byValue(Frame frame) {
        ByValueObjects.Parts parts = Objects.requireNonNull(frame.parts);
        return blocks.made(ByValues.of(home.allocator, parts.type(), parts.asksGuest(), frame.cells, blocks::made));
    }

    /** All NaNs are one value in the heap. */
    private void fillSet(Frame frame) {
        boolean hasNaN = false;
        for (long cell : frame.cells) {
            boolean isNaN = cell == Cell.ofDouble(Double.NaN);
            if (!isNaN || !hasNaN) {
                KeyCode element = KeyCode.ofCell(home, cell);
                Sets.addFresh(home.allocator, frame.ref, element.cell(), element.hash());
            }
            hasNaN |= isNaN;
        }
    }

    /** Where the copy stands. */
    private String path() {
        StringBuilder path = new StringBuilder(origin.get());
        for (Iterator<Frame> i = open.descendingIterator(); i.hasNext(); ) {
            Frame frame = i.next();
            path.append(
                    switch (frame.kind) {
                        case DICT -> NotShareable.step(frame.items[frame.next & ~1]);
                        case BY_VALUE -> "";
                        case INSTANCE -> "." + frame.items[frame.next & ~1];
                        default -> NotShareable.step(frame.next);
                    });
        }
        return path.toString();
    }
}
