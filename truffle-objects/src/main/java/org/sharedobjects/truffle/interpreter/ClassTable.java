// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.graal.python.builtins.objects.type.PythonManagedClass;
import com.oracle.graal.python.lib.PyNumberAsSizeNode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.object.DynamicObjectLibrary;
import com.oracle.truffle.api.object.Shape;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedCounter;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.slots.Slots;

/** This interpreter's Python classes of shared objects, and the wrappers made of them. */
public final class ClassTable {
    private final InterpreterState interpreter;
    private final Map<InstanceClass, Entry> instances = new HashMap<>();
    private final Map<RegisteredClass, Integer> ids = new HashMap<>();
    private @Nullable Entry list;
    private @Nullable Entry dict;
    private @Nullable Entry counter;
    private final Map<SharedIterator.Kind, Entry> iterators = new EnumMap<>(SharedIterator.Kind.class);

    ClassTable(InterpreterState interpreter) {
        this.interpreter = interpreter;
    }

    /** Each heap numbers its own classes. */
    private record InstanceClass(AttachedHeap home, int classId) {}

    private record RegisteredClass(AttachedHeap home, Object pythonClass) {}

    /** A Python class and the shape of its wrappers. */
    private record Entry(Object pythonClass, Shape shape) {
        static Entry of(Object pythonClass) {
            return new Entry(pythonClass, withoutLocalAttributes(pythonClass));
        }
    }

    void reset() {
        list = null;
        dict = null;
        counter = null;
        iterators.clear();
    }

    /** Declares this interpreter's class for an id of a heap. A class may get several: one for each version of its text. */
    public void register(AttachedHeap home, Object pythonClass, int classId) {
        instances.put(new InstanceClass(home, classId), Entry.of(pythonClass));
        ids.put(new RegisteredClass(home, pythonClass), classId);
    }

    /** Id of a class in a heap, given now if it has none. */
    public int idOf(AttachedHeap home, Object pythonClass) {
        Integer known = ids.get(new RegisteredClass(home, pythonClass));
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
                Entry entry = listEntry();
                yield new SharedList(entry.pythonClass, entry.shape, home, ref);
            }
            case Kind.DICT -> {
                Entry entry = dictEntry();
                yield new SharedDict(entry.pythonClass, entry.shape, home, ref);
            }
            case Kind.COUNTER -> {
                Entry entry = counterEntry();
                yield new SharedCounter(entry.pythonClass, entry.shape, home, ref);
            }
            case Kind.RECORD -> {
                Entry entry = entry(home, home.classIdOf(ref));
                yield new SharedInstance(entry.pythonClass, entry.shape, home, ref);
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

    /** An iterator at the start of a list or dict, or at the end of a list of this size that is gone through backwards. */
    @TruffleBoundary
    public SharedIterator iterator(SharedIterator.Kind kind, SharedObject target, long size) {
        Entry entry = iterators.computeIfAbsent(kind, this::iteratorEntry);
        return new SharedIterator(entry.pythonClass, entry.shape, kind, target, size);
    }

    private Entry iteratorEntry(SharedIterator.Kind kind) {
        Object pythonClass = interpreter.bindings().iteratorClass(kind);
        Slots.installIterator(interpreter.python(), pythonClass);
        return Entry.of(pythonClass);
    }

    private Entry listEntry() {
        Entry entry = list;
        if (entry == null) {
            list = entry = Entry.of(interpreter.bindings().listClass);
        }
        return entry;
    }

    private Entry dictEntry() {
        Entry entry = dict;
        if (entry == null) {
            dict = entry = Entry.of(interpreter.bindings().dictClass);
        }
        return entry;
    }

    private Entry counterEntry() {
        Entry entry = counter;
        if (entry == null) {
            counter = entry = Entry.of(interpreter.bindings().counterClass);
        }
        return entry;
    }

    private Entry entry(AttachedHeap home, int classId) {
        Entry entry = instances.get(new InstanceClass(home, classId));
        return entry != null ? entry : load(home, classId);
    }

    private Entry load(AttachedHeap home, int classId) {
        Object loader = interpreter.bindings().loadClass;
        if (loader == null) {
            throw PythonErrors.runtimeError(null, "no class is known for a shared instance: class id=" + classId);
        }
        Object pythonClass = within(home, () -> CallNode.executeUncached(loader, classId));
        Entry entry = instances.get(new InstanceClass(home, classId));
        if (entry == null) {
            entry = Entry.of(pythonClass);
            register(home, pythonClass, classId);
        }
        return entry;
    }

    /**
     * Instances have no {@code __dict__} of GraalPy's: with this flag {@code object.__setattr__} raises instead of
     * storing an attribute that no other interpreter would see.
     */
    private static Shape withoutLocalAttributes(Object pythonClass) {
        if (!(pythonClass instanceof PythonManagedClass managed)) {
            throw PythonErrors.typeError(null, "not a class: " + PythonErrors.className(pythonClass));
        }
        PythonObject probe = new PythonObject(managed, managed.getInstanceShape());
        DynamicObjectLibrary library = DynamicObjectLibrary.getUncached();
        library.setShapeFlags(probe, library.getShapeFlags(probe) | PythonObject.HAS_SLOTS_BUT_NO_DICT_FLAG);
        return probe.getShape();
    }
}
