// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapNotFoundException;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.heap.memory.Segment;

/** Says which heap to open. Without a file or a name it is a private one. */
public final class SharedHeapBuilder {
    private @Nullable Path file;
    private Size size = Size.bytes(Segment.DEFAULT_SIZE_BYTES);
    private boolean createIfMissing;
    private boolean collects = true;
    private boolean looks = true;

    SharedHeapBuilder() {}

    /** The heap in this file. */
    public SharedHeapBuilder file(Path path) {
        this.file = path;
        return this;
    }

    /** The heap of this name in the user's folder for heaps; a name with a slash is a path. */
    public SharedHeapBuilder name(String name) {
        return file(HeapFolder.resolve(name));
    }

    /** The most a heap that is created may grow to; one that exists keeps its own. */
    public SharedHeapBuilder size(Size most) {
        this.size = most;
        return this;
    }

    /** Creates the heap if there is none yet. */
    public SharedHeapBuilder createIfMissing() {
        this.createIfMissing = true;
        return this;
    }

    /**
     * This process takes no part in the release of memory: no process releases anything as long as it has the heap open. For
     * tools that look at a heap as it is.
     */
    public SharedHeapBuilder withoutCollector() {
        this.collects = false;
        return this;
    }

    /**
     * Never asks Java's collector to run: views that nobody holds any more keep what they show until it runs by itself. Else it
     * is asked, by {@code System.gc()}, when the heap was full, and once when the process has done nothing with the heap for
     * 0.3 s and has made views since. With {@code -XX:+ExplicitGCInvokesConcurrent}, or ZGC, that stops nobody.
     */
    public SharedHeapBuilder withoutJavaCollections() {
        this.looks = false;
        return this;
    }

    /**
     * Opens the heap.
     *
     * @throws HeapNotFoundException when there is none and it was not to be created
     * @throws org.sharedobjects.heap.error.HeapException when the file is no sound heap; it is not touched
     */
    public SharedHeap open() {
        Path path = file;
        Reclamation.Part part = new Reclamation.Part(collects, looks);
        if (path == null) {
            return SharedHeap.over(Segment.createPrivate(size.bytes(), SharedHeap::initialize), part);
        }
        return SharedHeap.over(
                createIfMissing ? Segment.openOrCreate(path, size.bytes(), SharedHeap::initialize) : Segment.open(path),
                part);
    }
}
