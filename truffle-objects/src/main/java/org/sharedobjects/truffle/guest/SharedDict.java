// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.common.ForeignHashingStorage;
import com.oracle.graal.python.builtins.objects.dict.DictWithMessages;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PlaceCache;
import org.sharedobjects.truffle.store.DictAccess;
import org.sharedobjects.truffle.store.ForeignValues;

/**
 * A shared dict. It is a Python dict whose storage asks {@link DictEntries}, so that code of GraalPy that takes the
 * storage of any dict, as {@code {}.update(d)} and {@code {} | d} do, sees the shared entries.
 */
public final class SharedDict extends DictWithMessages implements SharedTable {
    public final AttachedHeap home;
    public final long ref;
    /** Of a large one, null of others. */
    private @Nullable PlaceCache places;

    public SharedDict(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
        setDictStorage(new ForeignHashingStorage(new DictEntries(this)));
    }

    @Override
    public AttachedHeap home() {
        return home;
    }

    @Override
    public long ref() {
        return ref;
    }

    @Override
    public boolean isLarge() {
        return places != null;
    }

    @Override
    public void setLarge() {
        places = new PlaceCache();
    }

    @Override
    public PlaceCache places() {
        return Objects.requireNonNull(places);
    }

    @Override
    @TruffleBoundary
    protected @Nullable Object find(Object key) {
        return Locked.<@Nullable Object>run(home, () -> {
            Object own = ForeignValues.key(key);
            return own == null ? null : DictAccess.get(this, own);
        });
    }

    @Override
    @TruffleBoundary
    protected boolean has(Object key) {
        return Locked.run(home, () -> {
            Object own = ForeignValues.key(key);
            return own != null && DictAccess.contains(this, own);
        });
    }

    @Override
    @TruffleBoundary
    protected void store(Object key, Object value) {
        Locked.run(home, () -> {
            DictAccess.put(this, ForeignValues.handedOver(key), ForeignValues.handedOver(value));
            return Boolean.TRUE;
        });
    }

    @Override
    @TruffleBoundary
    protected boolean drop(Object key) {
        return Locked.run(home, () -> {
            Object own = ForeignValues.key(key);
            return own != null && DictAccess.delete(this, own);
        });
    }

    @Override
    @TruffleBoundary
    protected Object names() {
        Object[] keys = Locked.run(home, () -> DictAccess.keys(this));
        return new Names(
                Arrays.stream(keys).filter(TruffleString.class::isInstance).toArray());
    }

    @Override
    @TruffleBoundary
    protected long count() {
        return Locked.run(home, () -> (long) DictAccess.size(this));
    }

    @Override
    @TruffleBoundary
    protected Object iterator(String method) {
        return Locked.iterator(this, method);
    }
}
