// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.util.PythonUtils;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedIterator;

/** What the Python package gave to {@code bind}: its classes and callbacks. */
public final class Bindings {
    public final Object listClass;
    public final Object dictClass;
    public final Object setClass;
    public final Object counterClass;
    public final Object arrayClass;
    public final Object bytearrayClass;
    /** Callable: array and slice to a native array. */
    public final Object arraySlice;
    /** Callable: array and slice, and the elements to store there or nothing, which deletes it. */
    public final Object arraySetSlice;
    /** Callable: array and value to the bytes of that as an element. */
    public final Object arrayElement;
    /** Callable: array and bytes to a native array of the same type with these bytes. */
    public final Object arrayLike;

    public final Object objectClass;
    public final Object notShareableError;
    public final Object heapFullError;
    public final Object heapCorruptError;
    public final Object detachedError;
    /** Private BaseExceptions that unwind a transaction. */
    public final Object conflict;

    public final Object retry;
    /** Callable: class id to Python class. */
    public final @Nullable Object loadClass;
    /** Callable: object to text that says why it cannot be shared. */
    public final @Nullable Object describe;
    /** Callable: class to its id in the current heap, which it registers. */
    public final @Nullable Object classId;
    /** Callable: object to the shared class and dict of fields it is a plain copy of, or None. */
    public final @Nullable Object plainFields;
    /** Callable: shared class to a plain object without attributes. */
    public final @Nullable Object makePlain;
    /** Callable: object shared by value to name of its type, tuple of what it is made from, whether its class defines equality. */
    public final @Nullable Object takeApart;
    /** Callable: name of the type and that tuple to the object. */
    public final @Nullable Object putTogether;
    /** Callable: instance and native dict of its fields to what {@code __dict__} gives. */
    public final @Nullable Object fieldsView;
    /** Callable: replaces the fields of an instance by those of a dict. */
    public final @Nullable Object setFields;
    /** Callable: takes the new texts of classes in the current heap and counts them; False when they are to be put off, None when this thread makes classes. */
    public final @Nullable Object reloadClasses;

    private final Map<SharedIterator.Kind, Object> iteratorClasses = new EnumMap<>(SharedIterator.Kind.class);

    private final Map<SharedIterator.Kind, Object> viewClasses = new EnumMap<>(SharedIterator.Kind.class);

    private Bindings(PDict names) {
        listClass = required(names, "list");
        dictClass = required(names, "dict");
        setClass = required(names, "set");
        counterClass = required(names, "counter");
        arrayClass = required(names, "array");
        bytearrayClass = required(names, "bytearray");
        arraySlice = required(names, "array_slice");
        arraySetSlice = required(names, "array_set_slice");
        arrayElement = required(names, "array_element");
        arrayLike = required(names, "array_like");
        objectClass = required(names, "Object");
        notShareableError = required(names, "NotShareableError");
        heapFullError = required(names, "HeapFullError");
        heapCorruptError = required(names, "HeapCorruptError");
        detachedError = required(names, "DetachedError");
        conflict = required(names, "_Conflict");
        retry = required(names, "_Retry");
        loadClass = optional(names, "load_class");
        describe = optional(names, "describe");
        classId = optional(names, "class_id");
        plainFields = optional(names, "plain_fields");
        makePlain = optional(names, "make_plain");
        fieldsView = optional(names, "fields_view");
        takeApart = optional(names, "take_apart");
        putTogether = optional(names, "put_together");
        setFields = optional(names, "set_fields");
        reloadClasses = optional(names, "reload_classes");
        iteratorClasses.put(SharedIterator.Kind.LIST, required(names, "list_iterator"));
        iteratorClasses.put(SharedIterator.Kind.LIST_BACKWARDS, required(names, "list_reverseiterator"));
        iteratorClasses.put(SharedIterator.Kind.ARRAY, required(names, "array_iterator"));
        iteratorClasses.put(SharedIterator.Kind.KEYS, required(names, "dict_keyiterator"));
        iteratorClasses.put(SharedIterator.Kind.VALUES, required(names, "dict_valueiterator"));
        iteratorClasses.put(SharedIterator.Kind.ITEMS, required(names, "dict_itemiterator"));
        iteratorClasses.put(SharedIterator.Kind.ELEMENTS, required(names, "set_iterator"));
        viewClasses.put(SharedIterator.Kind.KEYS, required(names, "dict_keys"));
        viewClasses.put(SharedIterator.Kind.VALUES, required(names, "dict_values"));
        viewClasses.put(SharedIterator.Kind.ITEMS, required(names, "dict_items"));
    }

    Object viewClass(SharedIterator.Kind kind) {
        return Objects.requireNonNull(viewClasses.get(kind));
    }

    Object iteratorClass(SharedIterator.Kind kind) {
        return Objects.requireNonNull(iteratorClasses.get(kind));
    }

    public static Bindings of(PDict names) {
        return new Bindings(names);
    }

    private static Object required(PDict names, String name) {
        Object value = optional(names, name);
        if (value == null) {
            throw PythonErrors.valueError(null, "bind: missing name: " + name);
        }
        return value;
    }

    private static @Nullable Object optional(PDict names, String name) {
        return names.getItem(PythonUtils.toTruffleStringUncached(name));
    }
}
