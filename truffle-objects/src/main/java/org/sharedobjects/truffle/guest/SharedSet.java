// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.common.ForeignHashingStorage;
import com.oracle.graal.python.builtins.objects.set.PBaseSet;
import com.oracle.truffle.api.object.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PlaceCache;

/**
 * A shared set. It is a set for code of GraalPy that takes the storage of any set, as {@code {1} | s} does, and no
 * {@code PSet}: methods of {@code builtins.set} that would exchange the storage do not take it.
 */
public final class SharedSet extends PBaseSet implements SharedTable {
    public final AttachedHeap home;
    public final long ref;
    /** Of a large one, null of others. */
    private @Nullable PlaceCache places;

    public SharedSet(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
        setDictStorage(new ForeignHashingStorage(new SetEntries(this)));
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
