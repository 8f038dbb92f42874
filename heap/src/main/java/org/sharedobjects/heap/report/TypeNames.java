// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Registry;
import org.sharedobjects.heap.struct.Shape;
import org.sharedobjects.heap.value.Immutables;

/** What people call the types of objects and values. */
final class TypeNames {
    private static final String UNKNOWN = "(unknown)";
    private static final String INSTANCE = "instance";

    private final Memory memory;
    private final Registry registry;

    TypeNames(Memory memory, Registry registry) {
        this.memory = memory;
        this.registry = registry;
    }

    String kind(Body body) {
        return body.kind() == Kind.RECORD ? INSTANCE : ofObject(body);
    }

    String ofObject(Body body) {
        return switch (body.kind()) {
            case Kind.LIST -> "list";
            case Kind.DICT -> "dict";
            case Kind.SET -> "set";
            case Kind.COUNTER -> "counter";
            case Kind.ARRAY -> body.shape() == ElementType.BYTEARRAY.number ? "bytearray" : "array";
            case Kind.RECORD -> ofInstance(body.shape());
            default -> UNKNOWN;
        };
    }

    private String ofInstance(int shapeId) {
        try {
            return registry.classes().name(registry.shapes().get(shapeId).classId());
        } catch (HeapException damaged) {
            return UNKNOWN;
        }
    }

    String ofValue(long cell) {
        return switch (Immutables.kind(memory, cell)) {
            case Immutables.INT -> "int";
            case Immutables.LATIN1, Immutables.UCS2, Immutables.UCS4 -> "str";
            case Immutables.BYTES -> "bytes";
            case Immutables.TUPLE -> "tuple";
            case Immutables.FROZENSET -> "frozenset";
            case Immutables.COMPLEX -> "complex";
            case Immutables.BY_VALUE -> byValue(cell);
            default -> UNKNOWN;
        };
    }

    private String byValue(long cell) {
        try {
            return ByValueText.typeName(memory, cell);
        } catch (HeapException damaged) {
            return UNKNOWN;
        }
    }

    boolean isDictMode(int shapeId) {
        try {
            return registry.shapes().get(shapeId).dictMode();
        } catch (HeapException damaged) {
            return false;
        }
    }

    /** Name of the attribute in that place of instances of the shape. */
    String attribute(int shapeId, int place) {
        try {
            Shape shape = registry.shapes().get(shapeId);
            return place < shape.count() ? shape.name(place) : UNKNOWN;
        } catch (HeapException damaged) {
            return UNKNOWN;
        }
    }
}
