// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.value.Cell;

/**
 * All shapes: trees that only grow, one for each class, kept as {@linkplain ShapeWord words}. Thread-safe; what was looked
 * up once comes from the Java heap.
 */
public final class Shapes {
    /** Attributes of an instance beyond which it keeps them in a dict. */
    public static final int MAX_ATTRIBUTES = 64;

    /** Shape numbers start here: 0 in a header means no shape. */
    public static final int FIRST_ID = 1;

    static final int MAX_SHAPES = 1 << 16;
    /** Each has two shapes of its own, one of them for instances that keep their attributes in a dict. */
    public static final int MAX_CLASSES = 1 << 13;
    /** There is always room for the shapes of all classes. */
    private static final int MAX_WITH_ATTRIBUTES = MAX_SHAPES - FIRST_ID - 2 * MAX_CLASSES;
    /** Shapes that one leads to, as far as this process knows: whose names are at random keeps them in a dict. */
    private static final int MAX_CHILDREN = 1 << 7;
    /** Of an attribute that is named by shapes. */
    private static final int MAX_NAME_LENGTH = 1 << 8;

    private final InternTable table;
    private final Symbols symbols;
    private final AtomicReferenceArray<@Nullable Shape> byId = new AtomicReferenceArray<>(MAX_SHAPES);
    private final Map<Integer, Shape> roots = new ConcurrentHashMap<>();

    Shapes(InternTable table, Symbols symbols) {
        this.table = table;
        this.symbols = symbols;
    }

    public Symbols symbols() {
        return symbols;
    }

    /** Shape of an instance of the class that has no attribute yet. */
    public Shape root(int classId) {
        Shape known = roots.get(classId);
        if (known == null) {
            known = root(classId, false);
            roots.put(classId, known);
        }
        return known;
    }

    /** Shape of the instances of a class that keep their attributes in a dict. */
    public Shape dictRoot(int classId) {
        return root(classId, true);
    }

    /** The shape with one more attribute; that of dict mode when there would be too many attributes or shapes. */
    public Shape with(Shape shape, String name) {
        Shape known = shape.children().get(name);
        if (known != null) {
            return known;
        }
        Shape child = hasRoomFor(shape, name) ? child(shape, name) : null;
        if (child == null) {
            return dictRoot(shape.classId());
        }
        shape.children().put(name, child);
        return child;
    }

    private boolean hasRoomFor(Shape shape, String name) {
        return shape.count() < MAX_ATTRIBUTES
                && shape.children().size() < MAX_CHILDREN
                && name.length() <= MAX_NAME_LENGTH
                && table.size() < MAX_WITH_ATTRIBUTES;
    }

    private @Nullable Shape child(Shape shape, String name) {
        long word = ShapeWord.child(shape.id(), symbols.id(name));
        int number = table.intern(Cell.ofInt(word), MAX_WITH_ATTRIBUTES);
        return number == InternTable.ABSENT ? null : get(number + FIRST_ID);
    }

    /**
     * The shape with this number.
     *
     * @throws HeapCorruptException when there is none
     */
    public Shape get(int shapeId) {
        Shape known = shapeId > 0 && shapeId < MAX_SHAPES ? byId.get(shapeId) : null;
        return known != null ? known : load(shapeId);
    }

    /** Place of an attribute in the instances of this shape, or {@link Shape#ABSENT}. */
    public int lookup(int shapeId, String name) {
        return get(shapeId).lookup(name);
    }

    private Shape root(int classId, boolean dictMode) {
        long word = ShapeWord.root(classId, dictMode);
        int number = table.intern(Cell.ofInt(word), MAX_SHAPES - FIRST_ID);
        if (number == InternTable.ABSENT) {
            throw new HeapLimitException("too many shared classes: limit=" + MAX_CLASSES);
        }
        return get(number + FIRST_ID);
    }

    private Shape load(int shapeId) {
        long cell = table.cell(shapeId - FIRST_ID);
        long word = Cell.asInt(cell);
        long parent = ShapeWord.parent(word);
        // A parent is older than its children: this bounds the recursion by the attributes of one instance.
        if (!Cell.isInt(cell) || shapeId >= MAX_SHAPES || parent >= shapeId || parent == 0) {
            throw new HeapCorruptException("impossible shape: number=" + shapeId);
        }
        Shape shape = ShapeWord.isRoot(word)
                ? Shape.root(shapeId, ShapeWord.classId(word), ShapeWord.dictMode(word))
                : Shape.child(shapeId, checkedParent((int) parent), symbols.name(ShapeWord.symbol(word)));
        Shape raced = byId.compareAndExchange(shapeId, null, shape);
        return raced == null ? shape : raced;
    }

    private Shape checkedParent(int shapeId) {
        Shape parent = get(shapeId);
        if (parent.count() >= MAX_ATTRIBUTES || parent.dictMode()) {
            throw new HeapCorruptException("impossible parent of a shape: number=" + shapeId);
        }
        return parent;
    }
}
