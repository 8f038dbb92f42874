// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage.Env;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.truffle.InterpreterServices;
import org.sharedobjects.truffle.error.PythonErrors;

/** One interpreter: one Python context and what it shares. */
public final class InterpreterState {
    private static final int COMMITS_BETWEEN_LOOKS = 64;
    /** As Python's switch interval. */
    private static final long TURN_NANOS = 5_000_000;

    private static final long RELEASE_PAUSE_NANOS = 100_000_000;

    private static final int FEW_HEAPS = 16;

    public final InterpreterServices services;
    /** Commits the mutator that it is called with. */
    public final CallTarget commit;

    public final Passage passage = new Passage(this::attachedHeaps, this::releaseAbandoned);

    private final PassRequests passRequests;
    private final AttachedHeap hostHeap;
    /** By {@link AttachedHeap#heapNumber}, in the order in which they were attached. */
    private final Map<Long, HeapReference> heaps = new ConcurrentSkipListMap<>();

    private final Visitor releaser;
    /** With so many heaps it is looked for those that nobody holds before another one is attached. */
    private int manyHeaps = FEW_HEAPS;

    private final Map<Thread, ThreadState> threads = new ConcurrentHashMap<>();
    private final ClassTable classes = new ClassTable(this);
    private @Nullable Bindings bindings;
    private boolean severalHeaps;
    /** Some thread may have entered a heap. */
    private boolean entered;

    /** Guarded by the interpreter's lock, as is the next. */
    private int commits;

    private long gaveWay = System.nanoTime();

    public InterpreterState(SharedHeap heap, InterpreterServices services, CallTarget commit, Env env) {
        this.services = services;
        this.commit = commit;
        this.passRequests = new PassRequests(env, services, passage);
        this.releaser =
                new Visitor(env, services, "shared-objects-release", RELEASE_PAUSE_NANOS, this::releaseAbandoned);
        this.hostHeap = new AttachedHeap(this, heap);
        heaps.put(hostHeap.heapNumber, hostHeap.reference());
    }

    public PythonContext python() {
        return PythonContext.get(null);
    }

    public PythonLanguage pythonLanguage() {
        return PythonLanguage.get(null);
    }

    public ClassTable classes() {
        return classes;
    }

    public void bind(Bindings names) {
        bindings = names;
        classes.reset();
    }

    public Bindings bindings() {
        Bindings known = bindings;
        if (known == null) {
            throw PythonErrors.runtimeError(null, "import shared_objects first: its classes are not known here");
        }
        return known;
    }

    public @Nullable Bindings bindingsOrNull() {
        return bindings;
    }

    /** The heap new objects of the running thread go to. */
    public AttachedHeap currentHeap() {
        return entered ? enteredHeap() : hostHeap;
    }

    @TruffleBoundary
    private AttachedHeap enteredHeap() {
        ThreadState thread = threads.get(Thread.currentThread());
        AttachedHeap last = thread == null ? null : thread.entered.peek();
        return last == null ? hostHeap : last;
    }

    public AttachedHeap hostHeap() {
        return hostHeap;
    }

    public void enter(AttachedHeap heap) {
        threads.computeIfAbsent(Thread.currentThread(), thread -> new ThreadState())
                .entered
                .push(heap);
        entered = true;
    }

    public void exit(AttachedHeap heap) {
        ThreadState thread = threads.get(Thread.currentThread());
        if (thread != null) {
            thread.entered.removeFirstOccurrence(heap);
            lookWhetherEntered();
        }
    }

    private void lookWhetherEntered() {
        entered = threads.values().stream().anyMatch(thread -> !thread.entered.isEmpty());
    }

    /**
     * Attaches a heap, for as long as somebody holds what this returns, or an object of the heap. Each takes a thread and a place among
     * the addresses, of which Java's collector does not know.
     */
    public AttachedHeap attach(Supplier<SharedHeap> opening) {
        if (heaps.size() >= manyHeaps) {
            collectJavaGarbage();
            releaseAbandoned(1);
            manyHeaps = Math.max(FEW_HEAPS, 2 * heaps.size());
        }
        AttachedHeap attached = attached(opening.get());
        severalHeaps = true;
        heaps.put(attached.heapNumber, attached.reference());
        attachedHeaps().forEach(AttachedHeap::setAmongOthers);
        return attached;
    }

    private AttachedHeap attached(SharedHeap heap) {
        try {
            return new AttachedHeap(this, heap);
        } catch (RuntimeException | Error e) {
            heap.close();
            throw e;
        }
    }

    @SuppressWarnings({"try", "unused"})
    private static void collectJavaGarbage() {
        try (var gil = GilNode.uncachedRelease()) {
            System.gc();
        }
    }

    /** By its number, or 0 for the host's. */
    public AttachedHeap heap(long number) {
        HeapReference reference = heaps.get(number == 0 ? hostHeap.heapNumber : number);
        @Nullable AttachedHeap heap = reference == null ? null : reference.get();
        if (heap == null || heap.isDetached()) {
            throw PythonErrors.instance(null, bindings().detachedError, PythonText.of("the heap was closed"));
        }
        return heap;
    }

    /** By an operation of the running thread. What others are in the middle of keeps the heap until it ends, though none can begin. */
    public void detach(AttachedHeap heap) {
        threads.values().forEach(thread -> thread.entered.removeIf(other -> other == heap));
        lookWhetherEntered();
        classes.forget(heap.heapNumber);
        heap.detach();
        if (passage.isQuiet(1)) {
            heaps.remove(heap.heapNumber);
            heap.close();
        }
    }

    /** Some heap seems to be held by nobody any more. By any thread; returns at once. */
    void requestRelease() {
        releaser.send();
    }

    private void releaseAbandoned() {
        releaseAbandoned(0);
    }

    /** Not while some thread may be using what it has taken from one: the running thread is in so many operations that do not. */
    private void releaseAbandoned(int harmless) {
        if (!passage.isQuiet(harmless)) {
            return;
        }
        for (HeapReference each : abandoned().toList()) {
            heaps.remove(each.heapNumber);
            classes.forget(each.heapNumber);
            closeQuietly(each);
        }
    }

    private Stream<HeapReference> abandoned() {
        return heaps.values().stream().filter(HeapReference::isAbandoned);
    }

    private static void closeQuietly(HeapReference abandoned) {
        try {
            abandoned.close();
        } catch (HeapException | InternalError damaged) {
            // Its file was cut short, say: nobody is left whom that concerns.
        }
    }

    public List<AttachedHeap> attachedHeaps() {
        List<AttachedHeap> attached = new ArrayList<>();
        for (HeapReference each : heaps.values()) {
            AttachedHeap heap = each.get();
            if (heap != null) {
                attached.add(heap);
            }
        }
        return attached;
    }

    /** The heap whose transaction the running thread is in, null when it is in none. */
    public @Nullable AttachedHeap transactionHeap() {
        if (hostHeap.inTransaction()) {
            return hostHeap;
        }
        return heaps.size() == 1 ? null : otherTransactionHeap();
    }

    private @Nullable AttachedHeap otherTransactionHeap() {
        for (AttachedHeap heap : attachedHeaps()) {
            if (heap.inTransaction()) {
                return heap;
            }
        }
        return null;
    }

    /**
     * Lets another thread of the interpreter run now and then, if one waits. GraalPy asks the owner of its lock for that, who does
     * it where its code polls next, but not when that is in a commit, which threads that do nothing else always meet first. After each
     * commit.
     */
    public void giveWay() {
        if (++commits % COMMITS_BETWEEN_LOOKS == 0) {
            giveWayToWaiting();
        }
    }

    @TruffleBoundary
    @SuppressWarnings({"try", "unused"})
    private void giveWayToWaiting() {
        long now = System.nanoTime();
        if (now - gaveWay > TURN_NANOS) {
            gaveWay = now;
            try (var gil = GilNode.uncachedRelease()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Whether the running thread is in a transaction, perhaps outside of it for a while. */
    boolean isPartOfTransaction() {
        return transactionHeap() != null || attachedHeaps().stream().anyMatch(AttachedHeap::hasSuspended);
    }

    /** Begins a first run in the heap there is, whose classes are up to date, for compiled code; false when nothing was done. */
    public boolean tryBegin() {
        return !severalHeaps && !hostHeap.areClassesOld() && hostHeap.tryBegin();
    }

    /** As {@link #tryBegin}, also when other threads have used the heap lately. */
    public boolean tryBeginFully() {
        if (severalHeaps || hostHeap.areClassesOld() || hostHeap.inTransaction()) {
            return false;
        }
        hostHeap.begin(0);
        return true;
    }

    /** As {@link AttachedHeap#tryTransaction}. */
    public @Nullable ThreadMutator tryTransaction() {
        return severalHeaps ? null : hostHeap.tryTransaction();
    }

    /** False when no thread is in a transaction, which is quick to tell. */
    public boolean mayBeInTransaction() {
        return hostHeap.hasTransaction() || severalHeaps;
    }

    /** Somebody collects and waits for this interpreter to pass. By any thread; returns at once. */
    void requestPass(long era) {
        passRequests.send(era);
    }

    public void disposeThread(Thread thread) {
        threads.remove(thread);
        lookWhetherEntered();
        attachedHeaps().forEach(heap -> heap.disposeThread(thread));
    }

    public void dispose() {
        attachedHeaps().forEach(AttachedHeap::dispose);
        attachedHeaps().stream().filter(heap -> heap != hostHeap).forEach(heap -> {
            heap.detach();
            heap.close();
        });
        abandoned().forEach(InterpreterState::closeQuietly);
    }
}
