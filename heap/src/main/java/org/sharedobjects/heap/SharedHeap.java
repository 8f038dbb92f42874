// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.check.HeapCheck;
import org.sharedobjects.heap.check.HeapReport;
import org.sharedobjects.heap.conflict.ConflictRow;
import org.sharedobjects.heap.conflict.ConflictTable;
import org.sharedobjects.heap.conflict.DictKey;
import org.sharedobjects.heap.error.DetachedException;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.handle.HandleBlocks;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.reclaim.Participant;
import org.sharedobjects.heap.report.AccessPath;
import org.sharedobjects.heap.report.Census;
import org.sharedobjects.heap.report.HeapStatistics;
import org.sharedobjects.heap.report.PathSearch;
import org.sharedobjects.heap.report.StatisticsReader;
import org.sharedobjects.heap.slot.Attachment;
import org.sharedobjects.heap.struct.ArrayCells;
import org.sharedobjects.heap.struct.Arrays;
import org.sharedobjects.heap.struct.Counters;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Registry;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.MutatorPool;
import org.sharedobjects.heap.value.Cell;

/**
 * A heap of shared objects: named, in a file that other processes can open too, or private to this process. Thread-safe.
 * After {@link #close} everything of it throws {@link DetachedException}.
 *
 * <pre>{@code
 * try (var heap = SharedHeap.builder().file(path).size(Size.mib(256)).createIfMissing().open()) {
 *     heap.root().put("stock", List.of(1, 2, 3));
 *     heap.atomically(() -> heap.root().merge("sold", 1, (a, b) -> (Long) a + 1));
 * }
 * }</pre>
 */
public final class SharedHeap implements AutoCloseable {
    private static final String PRIVATE_NAME = "private";

    private final Segment segment;
    private final Memory memory;
    private final Attachment attachment;
    private final Allocator allocator;
    private final ThreadMutators mutators;
    private final Values values;
    private final Handles handles;
    private final Views views;
    private final long rootRef;
    private final long systemRef;
    private final MutatorPool registryMutators;
    private final Registry registry;
    private final ConflictTable conflictTable;
    private final Reclamation reclamation;
    /** There is no other view of that dict, so it is never let go of. */
    private final SharedMap root;

    private volatile boolean open = true;

    private SharedHeap(Segment segment, Attachment attachment, Reclamation.Part part) {
        this.segment = segment;
        this.memory = segment.memory();
        this.attachment = attachment;
        this.allocator = attachment.allocator();
        this.mutators = new ThreadMutators(() -> Mutator.open(attachment));
        this.rootRef = dictAt(Superblock.ROOT);
        this.systemRef = dictAt(Superblock.SYSTEM);
        this.registryMutators = new MutatorPool(attachment);
        this.registry = registry(registryMutators);
        this.handles = new Handles(new HandleBlocks(attachment));
        this.views = new Views(handles);
        this.values = new Values(this, views);
        this.conflictTable = new ConflictTable(memory, registry.shapes(), handles);
        this.root = new SharedMap(this, rootRef);
        views.addHeld(Cell.ofRef(rootRef), root);
        this.reclamation = new Reclamation(
                segment, attachment, mutators, new Reclamation.Held(handles, views, conflictTable), part);
    }

    private Registry registry(MutatorPool mutators) {
        try {
            return new Registry(mutators, allocator, systemRef);
        } catch (RuntimeException | Error e) {
            mutators.close();
            throw e;
        }
    }

    public static SharedHeapBuilder builder() {
        return new SharedHeapBuilder();
    }

    /** A heap of this process alone, gone when it is closed. */
    public static SharedHeap openPrivate(Size size) {
        return over(Segment.createPrivate(size.bytes(), SharedHeap::initialize), Reclamation.Part.FULL);
    }

    /** Closes the segment if what lies in it is no heap. */
    static SharedHeap over(Segment segment, Reclamation.Part part) {
        try {
            return over(segment, new Attachment(segment), part);
        } catch (RuntimeException | Error e) {
            segment.close();
            throw e;
        }
    }

    private static SharedHeap over(Segment segment, Attachment attachment, Reclamation.Part part) {
        try {
            return new SharedHeap(segment, attachment, part);
        } catch (RuntimeException | Error e) {
            attachment.close();
            throw e;
        }
    }

    /** Makes the objects every heap starts with. */
    static void initialize(Segment segment) {
        Memory memory = segment.memory();
        try (Allocator allocator = new Allocator(segment)) {
            memory.putPlain(Superblock.SYSTEM, Registry.createSystem(allocator));
            memory.putRelease(Superblock.ROOT, Dicts.create(allocator, 0));
        }
    }

    private long dictAt(long superblockWord) {
        long ref = memory.getAcquire(superblockWord);
        if (ref <= 0 || Kind.of(memory, ref) != Kind.DICT) {
            throw new HeapCorruptException("a root of the heap is no dict: word=" + superblockWord);
        }
        return ref;
    }

    /** The dict from which everything in the heap is reached. */
    public SharedMap root() {
        checkOpen();
        return root;
    }

    /** A new counter; it stays in the heap when it is stored somewhere. */
    public SharedCounter counter(long value) {
        return withRoom(() -> {
            enter();
            return (SharedCounter) values.view(Cell.ofRef(Counters.create(allocator, value)));
        });
    }

    /**
     * A new array of zeros; it stays in the heap when it is stored somewhere.
     *
     * @param typeCode as in Python's module {@code array}: {@code b B h H i I l L q Q f d}
     */
    public SharedArray array(char typeCode, int length) {
        ElementType type = ElementType.ofCode(typeCode);
        if (type == null || length < 0) {
            throw new IllegalArgumentException("no such array: type code=" + typeCode + " length=" + length);
        }
        return withRoom(() -> {
            enter();
            byte[] zeros = new byte[ArrayCells.checkedBytes(type, length)];
            long[] cells = ArrayCells.of(allocator, type, zeros, cell -> cell);
            return (SharedArray) values.view(Cell.ofRef(Arrays.create(allocator, type, cells)));
        });
    }

    // ---- transactions

    /**
     * Runs the body as one transaction, as often as it takes: others see all of its changes at once or none. Inside a
     * transaction of the thread it just becomes part of that. An exception that leaves the outermost body undoes
     * everything.
     */
    public <T extends @Nullable Object> T atomically(Supplier<T> body) {
        return Transactions.run(this, body, body, Transactions.NO_LIMIT, Transactions.NO_LIMIT);
    }

    /** As {@link #atomically(Supplier)}. */
    public void atomically(Runnable body) {
        Transactions.run(this, UserCode.supplier(body), body, Transactions.NO_LIMIT, Transactions.NO_LIMIT);
    }

    /**
     * As {@link #atomically(Supplier)}, but gives up.
     *
     * @param retries runs after the first that may end in a conflict; negative: no limit
     * @param timeout after which no further run starts; null: no limit
     * @throws org.sharedobjects.heap.error.RetriesExhaustedException after that many runs
     * @throws org.sharedobjects.heap.error.TransactionTimeoutException after that time
     */
    public <T extends @Nullable Object> T atomically(Supplier<T> body, int retries, @Nullable Duration timeout) {
        long nanos = timeout == null ? Transactions.NO_LIMIT : timeout.toNanos();
        return Transactions.run(this, body, body, retries, nanos);
    }

    /**
     * Undoes the running transaction, blocks until something it has read changes, and runs it again.
     *
     * @throws IllegalStateException outside a transaction
     */
    public void retry() {
        if (!inTransaction()) {
            throw new IllegalStateException("retry outside a transaction");
        }
        throw new Transactions.RetrySignal();
    }

    public boolean inTransaction() {
        checkOpen();
        return mutators.active();
    }

    /**
     * Why transactions of this process ran again since the heap was opened, or since {@link #resetConflicts}: the most
     * frequent first. Rare conflicts are summed up, so the list is never long. Waiting by {@link #retry} is no conflict.
     */
    public List<Conflict> conflicts() {
        enter();
        return conflictTable.rows().stream().map(this::conflict).toList();
    }

    private Conflict conflict(ConflictRow row) {
        Object object = row.ref() == LastConflict.UNKNOWN ? null : values.view(Cell.ofRef(row.ref()));
        List<@Nullable Object> parts = new ArrayList<>();
        for (Object part : row.parts()) {
            parts.add(part instanceof DictKey key ? values.toJava(key.cell()) : part);
        }
        return new Conflict(row.type(), object, parts, row.transaction(), row.count());
    }

    /** Call when an operation on a part of an object has met a conflict. */
    void touching(long ref, @Nullable Object part) {
        mutators.current().lastConflict().touching(ref, part);
    }

    /** Forgets the conflicts so far. */
    public void resetConflicts() {
        conflictTable.clear();
    }

    // ---- what and where

    /** Path of a named heap's file; null for a private heap. */
    public @Nullable Path path() {
        return segment.path();
    }

    public String name() {
        Path path = segment.path();
        return path == null ? PRIVATE_NAME : String.valueOf(path.getFileName());
    }

    /** Most the heap may grow to. */
    public long sizeBytes() {
        return segment.sizeBytes();
    }

    /** What the heap takes of memory now. */
    public long usedBytes() {
        checkOpen();
        return segment.usedBytes();
    }

    /**
     * Looks whether everything in the heap is as it should be, and reads only. May run while others use the heap: what
     * they are just making or freeing then counts as not reached, and an object that is locked or changed is looked at
     * again for a bounded time before that is reported. Reads everything in use once: a million blocks, or some hundred MB
     * of text, take about a second. Takes Java memory for a copy of the largest container, a sixtieth of what the heap
     * takes, and some dozens of bytes for each container that has grown.
     */
    public HeapReport check() {
        enter();
        return HeapCheck.of(segment);
    }

    /**
     * As {@link #check()}, for a file that may be too damaged to be used.
     *
     * @throws org.sharedobjects.heap.error.HeapException when its header already says that it is no sound heap
     */
    public static HeapReport check(Path file) {
        try (Segment segment = Segment.open(file)) {
            return HeapCheck.of(segment);
        }
    }

    /**
     * Releases what nothing refers to any more, neither in the heap nor by a view that somebody holds; blocks until that is
     * done. It happens by itself too, all the time. Views are let go of some time after Java's collector has found them dead.
     * Given up after a few seconds when a thread of any process is in a single operation all the time.
     *
     * @throws IllegalStateException inside a transaction
     * @throws HeapCorruptException when the heap is damaged
     */
    public CollectionReport collect() {
        enter();
        if (inTransaction()) {
            throw new IllegalStateException("a transaction holds what it has seen: collect outside of it");
        }
        return reclamation.collect();
    }

    /** As {@link #collect}, but returns at once; completes when that is done, or given up, or with what has made it fail. */
    public CompletableFuture<CollectionReport> requestCollection() {
        checkOpen();
        return answered(reclamation.collector().request());
    }

    /** As {@link #requestCollection}, after Java's collector was asked which views nobody holds any more. */
    public CompletableFuture<CollectionReport> requestThoroughCollection() {
        checkOpen();
        return answered(reclamation.collector().requestThorough());
    }

    /**
     * What depends on it may close the heap, which waits for the collector's thread: it runs on one of its own. Not in the common pool,
     * whose few threads others may keep.
     */
    private static CompletableFuture<CollectionReport> answered(CompletableFuture<CollectionReport> cycle) {
        return cycle.thenApplyAsync(
                report -> report,
                answer -> Thread.ofPlatform()
                        .daemon()
                        .name("shared-objects-answer")
                        .start(answer));
    }

    /** Bytes that collections of this process have released so far. */
    public long releasedBytes() {
        return reclamation.collector().releasedBytes();
    }

    /** Number of collections this process has brought to their end. */
    public long collections() {
        return reclamation.collector().cycles();
    }

    /** What the last collection by this process has found and done. */
    public CollectionReport lastCollection() {
        checkOpen();
        return reclamation.collector().last();
    }

    // ---- reports

    /**
     * How much is in use, by whom, and who keeps memory from being released. Stops nobody and changes nothing; looks at a word
     * for every 32 blocks, not at objects.
     */
    public HeapStatistics statistics() {
        checkOpen();
        return new StatisticsReader(segment, attachment.processes()).read();
    }

    /**
     * What is reached, by class. Looks at everything in use once, about a second for a million objects, while others go on: what
     * they change meanwhile may be counted as before or as after.
     */
    public Census census() {
        return report(() -> Census.take(segment, attachment.processes(), registry));
    }

    /**
     * Ways by which an object is reached, so that it is not released: from the root, the shortest first. Where there is none, from
     * what processes hold, this view among it. Looks at everything in use at most once, while others go on: a way may have been
     * there only in part at each moment.
     *
     * @param limit most that are looked for
     */
    public List<AccessPath> paths(SharedObject object, int limit) {
        if (object.heap() != this) {
            throw new IllegalArgumentException("object of another heap: object=" + object);
        }
        try {
            return pathsTo(object.ref(), limit);
        } finally {
            Reference.reachabilityFence(object);
        }
    }

    /** As {@link #paths(SharedObject, int)}, of the object at this offset, which the caller protects. */
    public List<AccessPath> pathsTo(long ref, int limit) {
        return report(() -> PathSearch.to(segment, attachment.processes(), registry, ref, limit));
    }

    /**
     * One way to each of some objects of a class.
     *
     * @param className {@code list}, {@code dict}, {@code counter}, or the key of a shared class, as {@link #census} says;
     *     what comes before its last dot may be left out
     */
    public List<AccessPath> pathsToClass(String className, int limit) {
        return report(() -> PathSearch.toClass(segment, attachment.processes(), registry, className, limit));
    }

    /** Nobody has to wait for who makes a report: it takes what it sees for a guess. */
    private <T> T report(Supplier<T> report) {
        enter();
        return mutators.resting(report);
    }

    public boolean isOpen() {
        return open;
    }

    /** Lets go of the heap; a private one is gone. Must not be called inside a transaction. */
    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        if (mutators.active()) {
            throw new HeapException("a heap cannot be closed inside a transaction: heap=" + name());
        }
        if (mutators.isHolding()) {
            throw new HeapException("a heap cannot be closed by what one of its operations calls: heap=" + name());
        }
        open = false;
        reclamation.close();
        try {
            leave();
        } catch (InternalError cutOff) {
            // The file was made shorter while it was in use: there is nothing to give back to.
        } finally {
            segment.close();
        }
    }

    private void leave() {
        mutators.closeCurrent();
        mutators.closeIdle();
        registryMutators.close();
        handles.close();
        attachment.close();
    }

    // ---- for the views

    /**
     * The first thing of every operation that looks at the heap, before it has any offset or cell in hand. Nothing that calls
     * this is called in the middle of an operation, except in {@link ThreadMutators#holding}. Returns the thread's mutator.
     */
    Mutator enter() {
        checkOpen();
        return mutators.enter();
    }

    /** As {@link Reclamation#withRoom}. */
    <T extends @Nullable Object> T withRoom(Supplier<T> operation) {
        return reclamation.withRoom(operation);
    }

    /** For an operation that has found the heap full. */
    public RoomWait roomWait() {
        return reclamation.roomWait();
    }

    /** As {@link Reclamation#makesRoom}. */
    boolean makesRoom(RoomWait wait) {
        return reclamation.makesRoom(wait);
    }

    /** Makes several steps one, in the middle of an operation: the cells in hand stay safe. */
    void whole(Runnable steps) {
        mutators.holding(() -> {
            atomically(steps);
            return true;
        });
    }

    /** As {@link #copyIn}, in the middle of an operation. */
    long copied(@Nullable Object value) {
        long inline = Values.inline(value);
        return inline != Cell.EMPTY ? inline : mutators.holding(() -> new CopyIn(this).copy(value));
    }

    long[] copiedAll(Collection<?> all) {
        return mutators.holding(() -> new CopyIn(this).copyAll(all));
    }

    Values values() {
        return values;
    }

    Views views() {
        return views;
    }

    ThreadMutators mutators() {
        return mutators;
    }

    private void checkOpen() {
        if (!open) {
            throw new DetachedException("the heap is closed: heap=" + name());
        }
    }

    // ---- for languages built on the heap

    /**
     * The calling thread's mutator. From now on no collection ends while the thread lives, unless it calls {@link Mutator#pass}
     * itself each time it has no offset or cell in hand.
     */
    public Mutator mutator() {
        checkOpen();
        return mutators.lend();
    }

    /**
     * A mutator of its own, which the caller closes: what it does is no part of the thread's transaction. No collection ends
     * unless its user calls {@link Mutator#pass} now and then.
     */
    public Mutator newMutator() {
        checkOpen();
        return mutators.make();
    }

    /** Somebody else whose threads use the heap, and have to pass. */
    public void addParticipant(Participant participant) {
        reclamation.add(participant);
    }

    public void removeParticipant(Participant participant) {
        reclamation.remove(participant);
    }

    /** Handles that any thread may make. */
    public Handles handles() {
        return handles;
    }

    /** What this process has of the heap. */
    public Attachment attachment() {
        return attachment;
    }

    public Memory memory() {
        return memory;
    }

    public Allocator allocator() {
        return allocator;
    }

    public long rootRef() {
        return rootRef;
    }

    /** The dict that belongs to the implementation. */
    public long systemRef() {
        return systemRef;
    }

    public Registry registry() {
        return registry;
    }

    public Shapes shapes() {
        return registry.shapes();
    }

    public ConflictTable conflictTable() {
        return conflictTable;
    }

    /** A view of the mutable object at this offset, which the caller protects until this returns. */
    public Object view(long ref) {
        checkOpen();
        return values.view(Cell.ofRef(ref));
    }

    /** Cell, which the caller protects, as a Java value: a copy of an immutable one, a view of a mutable object. */
    public @Nullable Object toJava(long cell) {
        checkOpen();
        return values.toJava(cell);
    }

    /**
     * Copies a Java value in, containers with aliases and cycles; nobody can see it until the cell is stored. For the
     * calling thread this is as if it had asked for its {@link #mutator}.
     *
     * @throws org.sharedobjects.heap.error.HeapNotShareableException naming the part that cannot live in a heap
     */
    public long copyIn(@Nullable Object value) {
        checkOpen();
        mutators.lend();
        return copied(value);
    }
}
