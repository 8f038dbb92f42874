// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.common.ForeignHashingStorage;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.truffle.api.object.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PlaceCache;

/**
 * A shared dict. It is a Python dict whose storage asks {@link DictEntries}, so that code of GraalPy that takes the
 * storage of any dict, as {@code {}.update(d)} and {@code {} | d} do, sees the shared entries.
 */
public final class SharedDict extends PDict implements SharedTable {
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
}
