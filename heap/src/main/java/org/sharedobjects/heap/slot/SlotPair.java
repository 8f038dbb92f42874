// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.layout.EraWord;

/**
 * A slot to commit with, and one to finish the commits of others. For one thread at a time.
 *
 * <p>Either may be left in the middle of something by an error such as a stack overflow; whoever uses it next ends that.
 */
public final class SlotPair implements AutoCloseable {
    private final Attachment attachment;
    private final Slot slot;
    private final Slot takeoverSlot;
    private final OldBodies oldBodies;
    private final Owners owners;
    private final Recovery recovery;
    private final Barrier barrier;
    private final Passing passing;

    /** The slots are ours; whatever was begun there before is ended. */
    SlotPair(Attachment attachment, int number) {
        this.attachment = attachment;
        Allocator allocator = attachment.allocator();
        passing = new Passing(allocator.memory(), number);
        passing.pass();
        slot = new Slot(allocator, number);
        takeoverSlot = new Slot(allocator, number + 1);
        barrier = new Barrier(allocator.memory(), allocator.marks());
        recovery = new Recovery(allocator, barrier);
        recovery.end(takeoverSlot);
        recovery.end(slot);
        oldBodies = new OldBodies(allocator);
        owners = new Owners(allocator.memory(), new Takeover(allocator, takeoverSlot, oldBodies, recovery, barrier));
    }

    /** The one to commit with. */
    public Slot slot() {
        return slot;
    }

    public OldBodies oldBodies() {
        return oldBodies;
    }

    public Barrier barrier() {
        return barrier;
    }

    public Owners owners() {
        return owners;
    }

    /** The holder has no temporaries: he passes into the present era. Also ends {@link #rest}. */
    public void pass() {
        if (passing.isBehind()) {
            endWhatWasCutShort();
            passing.pass();
        }
    }

    /** Whether EPOCH has changed since the holder passed. */
    public boolean isBehind() {
        return passing.isBehind();
    }

    /** As {@link #pass}, for a holder who has these temporaries and no others. */
    public void passWith(Temporaries held) {
        while (passing.isBehind()) {
            endWhatWasCutShort();
            long era = passing.era();
            shade(held, era);
            passing.passInto(era);
        }
    }

    /** Those from before T are to be seen by the collector; it looks at what was shaded after all have passed into SETTLED. */
    private void shade(Temporaries held, long era) {
        if (EraWord.phase(era) == EraWord.SETTLED) {
            held.shade(barrier, EraWord.cycle(era));
        }
    }

    /** Its values may be named by the log alone, where a collector does not look. */
    private void endWhatWasCutShort() {
        if (!takeoverSlot.hasEnded()) {
            recovery.end(takeoverSlot);
        }
        if (!slot.hasEnded()) {
            recovery.end(slot);
        }
    }

    /**
     * Passes into an era for the holder. By any thread that knows, since EPOCH has reached that era, that the holder has had
     * these temporaries and no others at some moment. Does nothing while something that was cut short has not been ended.
     */
    public void passFor(long era, Temporaries held) {
        if (takeoverSlot.hasEnded() && slot.hasEnded()) {
            shade(held, era);
            passing.passFor(era);
        }
    }

    /** The holder has no temporaries, and will have none before the next {@link #pass}. */
    public void rest() {
        endWhatWasCutShort();
        passing.rest();
    }

    /** Whether the holder has passed into this era or a later one, or rests. */
    public boolean hasPassedInto(long era) {
        return passing.hasPassedInto(era);
    }

    /** Ends what an error has left in the middle, if anything. */
    public void repair() {
        if (!slot.isIdle()) {
            recovery.end(slot);
        }
    }

    /** Gives the slots back. In a damaged heap they are lost to this process if locks may be left. */
    @Override
    public void close() {
        boolean ended = false;
        try {
            recovery.end(takeoverSlot);
            recovery.end(slot);
            ended = true;
        } catch (HeapException damaged) {
            // Nobody may use them as long as a lock may be left.
        } finally {
            if (!ended) {
                attachment.release();
            }
        }
        if (ended) {
            attachment.giveBack(slot.number());
        }
    }
}
