// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which class an instance has and in which cell each attribute lies; the same in every process. A shape never changes,
 * and an attribute keeps its place in all shapes that come after.
 */
public final class Shape {
    public static final int ABSENT = -1;

    private final int id;
    private final int classId;
    private final @Nullable Shape parent;
    private final boolean dictMode;
    private final String[] names;
    private final Map<String, Integer> indexes;
    private final Map<String, Shape> children = new ConcurrentHashMap<>();

    private Shape(int id, int classId, @Nullable Shape parent, boolean dictMode, String[] names) {
        this.id = id;
        this.classId = classId;
        this.parent = parent;
        this.dictMode = dictMode;
        this.names = names;
        this.indexes = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            indexes.put(names[i], i);
        }
    }

    static Shape root(int id, int classId, boolean dictMode) {
        return new Shape(id, classId, null, dictMode, new String[0]);
    }

    static Shape child(int id, Shape parent, String name) {
        String[] names = Arrays.copyOf(parent.names, parent.names.length + 1);
        names[parent.names.length] = name;
        return new Shape(id, parent.classId, parent, false, names);
    }

    public int id() {
        return id;
    }

    public int classId() {
        return classId;
    }

    /** The shape this one adds one attribute to. */
    public @Nullable Shape parent() {
        return parent;
    }

    /** The attributes lie in a shared dict, to which the only cell refers. */
    public boolean dictMode() {
        return dictMode;
    }

    /** Number of attributes, which is also the place of the next one. */
    public int count() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    /** In the order they were added. */
    public List<String> names() {
        return List.of(names);
    }

    /** Place of an attribute, or {@link #ABSENT}. */
    public int lookup(String name) {
        Integer index = indexes.get(name);
        return index == null ? ABSENT : index;
    }

    Map<String, Shape> children() {
        return children;
    }
}
