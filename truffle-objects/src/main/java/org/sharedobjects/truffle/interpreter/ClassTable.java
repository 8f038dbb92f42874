// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.lib.PyNumberAsSizeNode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.struct.Arrays;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedCounter;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.guest.SharedView;
import org.sharedobjects.truffle.slots.Slots;

/** This interpreter's Python classes of shared objects, and the wrappers made of them. */
public final class ClassTable {
    private final InterpreterState interpreter;
    private final Map<InstanceClass, WrapperClass> instances = new HashMap<>();
    private final Map<RegisteredClass, Integer> ids = new HashMap<>();
    private @Nullable WrapperClass list;
    private @Nullable WrapperClass dict;
    private @Nullable WrapperClass set;
    private @Nullable WrapperClass counter;
    private @Nullable WrapperClass array;
    private @Nullable WrapperClass bytearray;
    /** How often iterations were begun by a function call, and how often it was looked in vain for who might take all; nodes are shared by interpreters. */
    public int iterationsByCall;

    public int looksInVain;
    private final Map<SharedIterator.Kind, WrapperClass> iterators = new EnumMap<>(SharedIterator.Kind.class);

    private final Map<SharedIterator.Kind, WrapperClass> views = new EnumMap<>(SharedIterator.Kind.class);

    ClassTable(InterpreterState interpreter) {
        this.interpreter = interpreter;
    }

    /** Each heap numbers its own classes. */
    private record InstanceClass(long heapNumber, int classId) {}

    private record RegisteredClass(long heapNumber, Object pythonClass) {}

    void reset() {
        list = null;
        dict = null;
        set = null;
        counter = null;
        array = null;
        bytearray = null;
        iterators.clear();
        views.clear();
    }

    /** Declares this interpreter's class for an id of a heap. A class may get several: one for each version of its text. */
    public void register(AttachedHeap home, Object pythonClass, int classId) {
        instances.put(new InstanceClass(home.heapNumber, classId), WrapperClass.of(pythonClass));
        home.shapeClasses.clear();
        ids.put(new RegisteredClass(home.heapNumber, pythonClass), classId);
    }

    /** The heap is closed here. */
    void forget(long heapNumber) {
        instances.keySet().removeIf(known -> known.heapNumber == heapNumber);
        ids.keySet().removeIf(known -> known.heapNumber == heapNumber);
    }

    /** Id of a class in a heap, given now if it has none. */
    public int idOf(AttachedHeap home, Object pythonClass) {
        Integer known = ids.get(new RegisteredClass(home.heapNumber, pythonClass));
        if (known != null) {
            return known;
        }
        Object give = interpreter.bindings().classId;
        if (give == null) {
            throw PythonErrors.typeError(null, "not a shared class: " + pythonClass);
        }
        return within(home, () -> PyNumberAsSizeNode.executeExactUncached(CallNode.executeUncached(give, pythonClass)));
    }

    private <T> T within(AttachedHeap home, Supplier<T> body) {
        interpreter.enter(home);
        try {
            return body.get();
        } finally {
            interpreter.exit(home);
        }
    }

    /** The canonical wrapper of the object at this offset. */
    public SharedObject wrapper(AttachedHeap home, long ref) {
        SharedObject known = home.findWrapper(ref);
        return known != null ? known : create(home, ref);
    }

    @TruffleBoundary
    private SharedObject create(AttachedHeap home, long ref) {
        SharedObject wrapper = switch (Kind.of(home.memory, ref)) {
            case Kind.LIST -> {
                WrapperClass entry = listEntry();
                yield new SharedList(entry.pythonClass(), entry.shape(), home, ref);
            }
            case Kind.DICT -> {
                WrapperClass entry = dictEntry();
                yield new SharedDict(entry.pythonClass(), entry.shape(), home, ref);
            }
            case Kind.SET -> {
                WrapperClass entry = setEntry();
                yield new SharedSet(entry.pythonClass(), entry.shape(), home, ref);
            }
            case Kind.COUNTER -> {
                WrapperClass entry = counterEntry();
                yield new SharedCounter(entry.pythonClass(), entry.shape(), home, ref);
            }
            case Kind.ARRAY -> {
                ElementType type = Arrays.type(home.memory, ref);
                WrapperClass entry = arrayEntry(type);
                yield new SharedArray(entry.pythonClass(), entry.shape(), home, ref, type);
            }
            case Kind.RECORD -> {
                WrapperClass entry = entry(home, home.classIdOf(ref));
                remember(home, ref, entry);
                yield new SharedInstance(entry.pythonClass(), entry.shape(), home, ref);
            }
            default ->
                throw new org.sharedobjects.heap.error.HeapCorruptException("object of unknown kind: offset=" + ref);
        };
        // Loading the class may have run Python code that met the object too.
        SharedObject meanwhile = home.findWrapper(ref);
        if (meanwhile != null) {
            return meanwhile;
        }
        home.addWrapper(wrapper);
        return wrapper;
    }

    private static void remember(AttachedHeap home, long ref, WrapperClass entry) {
        long header = Kind.tryHeader(home.memory, ref);
        if (header != Kind.CHANGED) {
            home.shapeClasses.put(ObjectLayout.shape(header), entry);
        }
    }

    /** As {@link #wrapper}, for compiled code within an operation; null when that has to do it. */
    public @Nullable SharedObject tryWrapper(AttachedHeap home, long ref) {
        SharedObject known = home.findWrapper(ref);
        if (known != null) {
            return known;
        }
        SharedObject fresh = tryCreate(home, ref);
        return fresh != null && home.tryAddWrapper(fresh) ? fresh : null;
    }

    private @Nullable SharedObject tryCreate(AttachedHeap home, long ref) {
        long header = Kind.tryHeader(home.memory, ref);
        if (header == Kind.CHANGED) {
            return null;
        }
        WrapperClass entry = known(home, header);
        if (entry == null) {
            return null;
        }
        return switch (ObjectLayout.kind(header)) {
            case Kind.LIST -> new SharedList(entry.pythonClass(), entry.shape(), home, ref);
            case Kind.DICT -> new SharedDict(entry.pythonClass(), entry.shape(), home, ref);
            case Kind.SET -> new SharedSet(entry.pythonClass(), entry.shape(), home, ref);
            case Kind.RECORD -> new SharedInstance(entry.pythonClass(), entry.shape(), home, ref);
            default -> null;
        };
    }

    private @Nullable WrapperClass known(AttachedHeap home, long header) {
        return switch (ObjectLayout.kind(header)) {
            case Kind.LIST -> list;
            case Kind.DICT -> dict;
            case Kind.SET -> set;
            case Kind.RECORD -> home.shapeClasses.find(ObjectLayout.shape(header));
            default -> null;
        };
    }

    /** An iterator at the start of what is iterated over, or at the end of a list of this size that is gone through backwards; over null it is exhausted. */
    public SharedIterator iterator(SharedIterator.Kind kind, @Nullable SharedObject target, long size) {
        WrapperClass entry = iterators.get(kind);
        if (entry == null) {
            entry = iteratorEntry(kind);
        }
        return new SharedIterator(entry.pythonClass(), entry.shape(), kind, target, size);
    }

    public SharedView view(SharedIterator.Kind kind, SharedDict dict) {
        WrapperClass entry = views.get(kind);
        if (entry == null) {
            entry = viewEntry(kind);
        }
        return new SharedView(entry.pythonClass(), entry.shape(), kind, dict);
    }

    @TruffleBoundary
    private WrapperClass viewEntry(SharedIterator.Kind kind) {
        Object pythonClass = interpreter.bindings().viewClass(kind);
        Slots.installView(interpreter.python(), pythonClass);
        WrapperClass entry = WrapperClass.of(pythonClass);
        views.put(kind, entry);
        return entry;
    }

    @TruffleBoundary
    private WrapperClass iteratorEntry(SharedIterator.Kind kind) {
        Object pythonClass = interpreter.bindings().iteratorClass(kind);
        Slots.installIterator(interpreter.python(), pythonClass);
        WrapperClass entry = WrapperClass.of(pythonClass);
        iterators.put(kind, entry);
        return entry;
    }

    private WrapperClass listEntry() {
        WrapperClass entry = list;
        if (entry == null) {
            list = entry = WrapperClass.of(interpreter.bindings().listClass);
        }
        return entry;
    }

    private WrapperClass dictEntry() {
        WrapperClass entry = dict;
        if (entry == null) {
            dict = entry = WrapperClass.of(interpreter.bindings().dictClass);
        }
        return entry;
    }

    private WrapperClass setEntry() {
        WrapperClass entry = set;
        if (entry == null) {
            set = entry = WrapperClass.of(interpreter.bindings().setClass);
        }
        return entry;
    }

    private WrapperClass counterEntry() {
        WrapperClass entry = counter;
        if (entry == null) {
            counter = entry = WrapperClass.of(interpreter.bindings().counterClass);
        }
        return entry;
    }

    private WrapperClass arrayEntry(ElementType type) {
        WrapperClass entry = type == ElementType.BYTEARRAY ? bytearray : array;
        if (entry == null && type == ElementType.BYTEARRAY) {
            bytearray = entry = WrapperClass.of(interpreter.bindings().bytearrayClass);
        } else if (entry == null) {
            array = entry = WrapperClass.of(interpreter.bindings().arrayClass);
        }
        return entry;
    }

    private WrapperClass entry(AttachedHeap home, int classId) {
        WrapperClass entry = instances.get(new InstanceClass(home.heapNumber, classId));
        return entry != null ? entry : load(home, classId);
    }

    private WrapperClass load(AttachedHeap home, int classId) {
        Object loader = interpreter.bindings().loadClass;
        if (loader == null) {
            throw PythonErrors.runtimeError(null, "no class is known for a shared instance: class id=" + classId);
        }
        Object pythonClass = within(home, () -> CallNode.executeUncached(loader, classId));
        WrapperClass entry = instances.get(new InstanceClass(home.heapNumber, classId));
        if (entry == null) {
            entry = WrapperClass.of(pythonClass);
            register(home, pythonClass, classId);
        }
        return entry;
    }
}
