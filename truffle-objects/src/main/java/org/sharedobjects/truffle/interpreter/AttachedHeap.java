// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.ClassEdition;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.txn.Headroom;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.text.Interner;

/**
 * A heap as one interpreter uses it. Mutable fields are guarded by the interpreter's lock.
 *
 * <p>{@link #current} and {@link #transaction} are guesses about the running thread that cost one comparison to check:
 * looking a thread's state up properly costs more than the whole read of a list element.
 */
public final class AttachedHeap {
    public final InterpreterState interpreter;
    public final Passage passage;
    public final SharedHeap heap;
    /** Never used twice in a process: tells heaps apart in compiled code without holding them. */
    public final long heapNumber;

    public final Allocator allocator;
    /** Of no size once the heap is detached. */
    public Memory memory;

    public final Interner texts;
    public final ValueCache values = new ValueCache();
    public final KeyCache keys = new KeyCache();
    public final Looking looking = new Looking();

    final ShapeClasses shapeClasses = new ShapeClasses();

    /** The word that tells of new texts counts up from 0. */
    private static final long NEVER = -1;

    private static final Map<SharedHeap, Long> NUMBERS = Collections.synchronizedMap(new WeakHashMap<>());
    private static final AtomicLong NEXT_NUMBER = new AtomicLong();

    private final Reloading reloading = new Reloading(this);
    private final HeapReference reference;
    private final WrapperHandles handles;
    private final WrapperTable wrappers;
    private volatile long passed;
    /** Threads in operations that were under way at a moment in this era. The interpreter has not passed into it before they have ended. */
    private final Set<Thread> owing = new HashSet<>();

    private long owingEra;
    private final Map<Thread, ThreadMutator> mutators;
    private boolean detached;
    private boolean amongOthers;
    /** The interpreter's classes have all texts that were stored before the word was this. */
    private long classEdition = NEVER;
    /** The same while {@link #outside}, else another value than the word ever has. */
    private long plainEdition = NEVER;
    /** What the Python package knows of the classes of this heap; goes with it. */
    private @Nullable Object pythonClasses;
    /** Only one thread of the interpreter has a mutator. */
    private boolean lone;
    /** Of the thread that used the heap last. */
    private @Nullable ThreadMutator current;
    /** Of a thread with a running transaction; null when no thread of the interpreter has one. */
    private @Nullable ThreadMutator transaction;
    /** No thread of the interpreter is in a transaction of this heap, and there is no other heap in which one could be. */
    private boolean outside = true;

    AttachedHeap(InterpreterState interpreter, SharedHeap heap) {
        this.interpreter = interpreter;
        this.passage = interpreter.passage;
        this.heap = heap;
        this.heapNumber = numberOf(heap);
        this.memory = heap.memory();
        this.allocator = heap.allocator();
        this.reference = new HeapReference(this, interpreter, heap, heapNumber);
        this.mutators = reference.mutators;
        this.handles = reference.handles;
        this.wrappers = new WrapperTable(handles);
        this.texts = Interner.of(heap);
        took(ClassEdition.get(memory));
        heap.addParticipant(reference);
    }

    /** What the interpreter and the heap know it by. */
    HeapReference reference() {
        return reference;
    }

    boolean hasPassedInto(long era) {
        return passed >= era;
    }

    private static long numberOf(SharedHeap heap) {
        return NUMBERS.computeIfAbsent(heap, key -> NEXT_NUMBER.incrementAndGet());
    }

    /**
     * The running thread's mutator, for operations.
     *
     * @throws RetrySignal while the thread's transaction waits to be undone
     */
    public Mutator mutator() {
        if (CompilerDirectives.inInterpreter()) {
            Headroom.ensure(memory);
        }
        if (!outside) {
            ThreadMutator running = transaction;
            if (running == null || running.thread != Thread.currentThread()) {
                otherTransaction();
            }
        }
        ThreadMutator known = current;
        return known != null && known.thread == Thread.currentThread()
                ? known.usable()
                : ofThread().usable();
    }

    /**
     * Makes room for wrappers of so many objects.
     *
     * @throws org.sharedobjects.heap.error.HeapFullException when there is none
     */
    public void makeRoomForWrappers(int count) {
        handles.makeRoom(count);
    }

    /** Whether no thread of the interpreter can be in a transaction: the answer of compiled code to most questions about them. */
    public boolean isOutside() {
        return outside;
    }

    /** The running thread's mutator if it is inside a transaction, null otherwise. */
    public @Nullable Mutator transaction() {
        if (outside) {
            return null;
        }
        ThreadMutator known = transaction;
        if (known == null) {
            return refuseSecondHeap();
        }
        if (known.thread != Thread.currentThread()) {
            return otherTransaction();
        }
        Mutator own = known.mutator();
        return own.active() ? own : null;
    }

    /** From now on other heaps are attached too, and a transaction must not touch two. */
    void setAmongOthers() {
        amongOthers = true;
        setOutside(false);
    }

    private void setTransaction(@Nullable ThreadMutator running) {
        transaction = running;
        setOutside(running == null && !amongOthers);
    }

    private void setOutside(boolean now) {
        outside = now;
        plainEdition = now ? classEdition : NEVER;
    }

    @TruffleBoundary
    private @Nullable Mutator refuseSecondHeap() {
        AttachedHeap other = interpreter.transactionHeap();
        if (other != null) {
            throw PythonErrors.valueError(
                    null,
                    "a transaction touches one heap: it runs in heap '" + other.heap.name() + "', this is heap '"
                            + heap.name() + "'");
        }
        return null;
    }

    /** Is the running thread in a transaction of this heap? */
    public boolean inTransaction() {
        ThreadMutator running = transaction;
        if (running == null) {
            return false;
        }
        return running.thread == Thread.currentThread() ? running.mutator().active() : activeOfThread() != null;
    }

    /** Is any thread of the interpreter in a transaction? */
    boolean hasTransaction() {
        return transaction != null;
    }

    /** When it is not the one that is looked at first. */
    @TruffleBoundary
    private @Nullable Mutator otherTransaction() {
        Mutator own = activeOfThread();
        return own != null ? own : refuseSecondHeap();
    }

    @TruffleBoundary
    private @Nullable Mutator activeOfThread() {
        ThreadMutator own = mutators.get(Thread.currentThread());
        return own != null && own.mutator().active() ? own.mutator() : null;
    }

    /** What the running thread changes this heap with. */
    @TruffleBoundary
    public ThreadMutator ofThread() {
        ThreadMutator known = current;
        if (known != null && known.thread == Thread.currentThread()) {
            return known;
        }
        ThreadMutator own = mutators.computeIfAbsent(Thread.currentThread(), thread -> new ThreadMutator(thread, heap));
        lone = mutators.size() == 1;
        current = own;
        return own;
    }

    /** {@link #begin} of a first run, for compiled code; false when that has to do it. */
    boolean tryBegin() {
        ThreadMutator own = current;
        if (own == null || transaction != null || own.thread != Thread.currentThread()) {
            return false;
        }
        own.mutator().begin(0);
        setTransaction(own);
        return true;
    }

    /** Whether only one thread of the interpreter uses the heap, and is in no transaction. */
    public boolean isLone() {
        return lone && outside;
    }

    /** What the running thread's transaction can be committed with by compiled code, null when {@link #ofThread} has to look. */
    @Nullable
    ThreadMutator tryTransaction() {
        ThreadMutator own = transaction;
        boolean plain = own != null && own == current && lone && own.thread == Thread.currentThread() && own.isPlain();
        return plain ? own : null;
    }

    /** {@link #ended}, for what {@link #tryTransaction} gave and was committed by that mutator. */
    public void tryEnded(ThreadMutator own, Mutator committed) {
        own.comeBackTo(committed);
        if (own.mutator().active()) {
            ended();
        } else {
            setTransaction(null);
            passage.transactionEnded();
        }
    }

    @TruffleBoundary
    public void begin(int attempt) {
        ThreadMutator own = ofThread();
        own.mutator().begin(attempt);
        setTransaction(own);
    }

    /** {@link #ended} after a commit by this mutator. */
    @TruffleBoundary
    public void ended(Mutator committed) {
        ofThread().comeBackTo(committed);
        ended();
    }

    /** Call after a transaction of the running thread has ended. */
    @TruffleBoundary
    public void ended() {
        ThreadMutator own = ofThread();
        own.ended();
        findTransaction();
        passage.transactionEnded();
    }

    private void findTransaction() {
        setTransaction(null);
        if (mutators.size() == 1 && current != null && !current.isInTransaction()) {
            return;
        }
        for (ThreadMutator each : mutators.values()) {
            if (each.isInTransaction()) {
                setTransaction(each);
            }
        }
    }

    /** The running thread leaves its transaction until {@link #resume}. */
    @TruffleBoundary
    public void suspend() {
        ofThread().suspend();
        findTransaction();
    }

    @TruffleBoundary
    public void resume() {
        ofThread().resume();
        findTransaction();
    }

    /** The canonical wrapper of the object at this offset, if it is alive. */
    public @Nullable SharedObject findWrapper(long offset) {
        return wrappers.find(offset);
    }

    void addWrapper(SharedObject wrapper) {
        wrappers.add(wrapper);
    }

    /** For compiled code; false when {@link #addWrapper} has to do it, or the object has one. */
    boolean tryAddWrapper(SharedObject wrapper) {
        return wrappers.tryAdd(wrapper);
    }

    int classIdOf(long ref) {
        return Records.classId(mutator(), heap.shapes(), ref);
    }

    /** Whether some class may have got a new text. */
    public boolean areClassesOld() {
        return ClassEdition.isOld(memory, classEdition);
    }

    /** Whether {@link #isOutside} holds and {@link #areClassesOld} does not, in one comparison. */
    public boolean isPlain() {
        return !ClassEdition.isOld(memory, plainEdition);
    }

    /** Takes new texts of classes if this is a good moment, which it is not in a transaction; whether any class has got one. */
    public boolean takeNewTexts() {
        return areClassesOld() && reloading.run();
    }

    /** Some class of the interpreter has not the text that it has in the heap. */
    public void expectNewTexts() {
        took(NEVER);
    }

    void took(long edition) {
        classEdition = edition;
        setOutside(outside);
    }

    /** Is the running thread outside of a transaction of this heap until {@link #resume}? */
    boolean hasSuspended() {
        ThreadMutator own = mutators.get(Thread.currentThread());
        return own != null && own.hasSuspended();
    }

    /** What the package remembers of this heap's classes, an object that it makes when it is asked for first. */
    public Object pythonClasses(Supplier<Object> make) {
        if (pythonClasses == null) {
            Object made = make.get();
            // Another thread may have been quicker while that ran.
            if (pythonClasses == null) {
                pythonClasses = made;
            }
        }
        return pythonClasses;
    }

    public boolean isDetached() {
        return detached;
    }

    void disposeThread(Thread thread) {
        ThreadMutator own = mutators.remove(thread);
        if (own != null) {
            own.close();
            if (current == own) {
                current = null;
            }
            if (transaction == own) {
                findTransaction();
            }
        }
    }

    void dispose() {
        owing.clear();
        current = null;
        setTransaction(null);
        reference.dispose();
    }

    /**
     * There are no temporaries but those of transactions and of these threads, which are in an operation. False when some thread waits for a change
     * or is committing, and has not passed.
     */
    boolean pass(Set<Thread> inOperation) {
        if (reference.isDisposed()) {
            return true;
        }
        long era = allocator.marks().era();
        if (owingEra != era || inOperation.isEmpty()) {
            owingEra = era;
            owing.clear();
            owing.addAll(inOperation);
        }
        if (passed != era) {
            values.clear();
        }
        boolean all = true;
        for (ThreadMutator each : mutators.values()) {
            if (!inOperation.contains(each.thread)) {
                all &= each.pass(era);
            }
        }
        passedUnlessOwing();
        return all;
    }

    /** Whether operations that were under way when their era began have not ended yet. */
    boolean owes() {
        return !owing.isEmpty();
    }

    /** An operation of this thread has ended, and it is in no other. Returns whether others still owe. */
    boolean endsOperation(Thread thread) {
        if (!reference.isDisposed() && owing.remove(thread)) {
            values.clear();
            ThreadMutator own = mutators.get(thread);
            if (own != null) {
                own.pass(owingEra);
            }
            passedUnlessOwing();
        }
        return owes();
    }

    /** The thread has ended a transaction, and is in no operation. */
    void passAfterTransaction(Thread thread) {
        ThreadMutator own = mutators.get(thread);
        if (own != null && !reference.isDisposed()) {
            own.pass(allocator.marks().era());
        }
    }

    /** The slots of a thread tell that it has not passed. Those of the watch do so for threads that had none when they were to pass. */
    private void passedUnlessOwing() {
        boolean passes = true;
        for (Thread thread : owing) {
            ThreadMutator own = mutators.get(thread);
            passes &= own != null && !own.hasPassedInto(owingEra);
        }
        if (passes) {
            reference.watch.passFor(owingEra);
        }
        if (!owes()) {
            passed = owingEra;
        }
    }

    /** Number of handles, each for a wrapper. */
    public int handleCount() {
        return handles.count();
    }

    /** Its wrappers cannot be used any more; until {@link #close} it is as one that nobody holds. */
    void detach() {
        detached = true;
        pythonClasses = null;
        memory = Memory.none();
        reference.abandon();
    }

    /** Gives the heap back, when no operation is under way. */
    void close() {
        dispose();
        reference.close();
    }
}
