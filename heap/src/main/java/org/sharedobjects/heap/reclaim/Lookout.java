// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;

/**
 * When Java's collector is asked which views and wrappers nobody holds any more: when somebody wants to know, when the heap was
 * full, and when the process has fallen idle, or is idle when others look. Asked again and again, by the thread of the heap's collector.
 */
final class Lookout {
    private final Memory memory;
    private final WrapperLook look;
    private final Idleness idleness;
    private final Requests afterLook = new Requests();
    private final Requests afterCycle;
    private final boolean unasked;
    private int served;
    /** A look is over, and no cycle has been brought to its end since. */
    private boolean looked;
    /** LOOKS when this process looked last. */
    private long looks;

    /**
     * @param afterCycle where those go on to wait who have waited for a look
     * @param unasked whether to look without being asked
     */
    Lookout(Memory memory, Handles handles, Requests afterCycle, boolean unasked) {
        this.memory = memory;
        this.looks = memory.getVolatile(Superblock.LOOKS);
        this.look = new WrapperLook(handles);
        this.idleness = new Idleness(handles);
        this.afterCycle = afterCycle;
        this.unasked = unasked;
    }

    /** For those who want a look before their cycle. */
    Requests requests() {
        return afterLook;
    }

    /** Whether this is a moment to release what little has become garbage. */
    boolean watch(Participant process, boolean refused) {
        long now = System.nanoTime();
        boolean idle = idleness.isIdle(process, now);
        if (look.isOver(now)) {
            idleness.lookIsOver(look.began(), now);
            afterLook.moveTo(afterCycle, served);
            looked = true;
        }
        if (!look.isUnderWay()) {
            beginIfWorthIt(process, now, idle, refused);
        }
        return (idle || looked) && !look.isUnderWay();
    }

    private void beginIfWorthIt(Participant process, long now, boolean idle, boolean refused) {
        served = afterLook.count();
        if (served != 0 || (unasked && refused)) {
            memory.increment(Superblock.LOOKS);
            begin(now, true);
            return;
        }
        if (unasked && idleness.isWorthALookWhileBusy(now)) {
            begin(now, true);
            return;
        }
        boolean withOthers = memory.getVolatile(Superblock.LOOKS) != looks && idleness.isWorthALookWithOthers(now);
        boolean worth = withOthers || idleness.isWorthALook(now);
        if (unasked && idle && worth && idleness.isReallyIdle(process, now)) {
            if (!withOthers) {
                idleness.spend();
            }
            begin(now, withOthers);
        }
    }

    private void begin(long now, boolean thorough) {
        looks = memory.getVolatile(Superblock.LOOKS);
        idleness.lookBegins();
        look.begin(now, thorough);
    }

    /** What a cycle has released. */
    void released(long bytes) {
        idleness.released(bytes);
        looked = false;
    }
}
