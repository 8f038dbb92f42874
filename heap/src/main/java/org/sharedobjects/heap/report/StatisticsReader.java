// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.ArrayList;
import java.util.List;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;
import org.sharedobjects.heap.slot.SlotTable;

/** Makes {@link HeapStatistics} from span words, bitmaps and what processes and threads show of themselves. */
public final class StatisticsReader {
    /** Who has not passed by then is said to delay a cycle. */
    private static final long PATIENCE_MILLIS = 200;

    private final Segment segment;
    private final Memory memory;
    private final ProcessTable processes;
    private final HandleScan handles;

    public StatisticsReader(Segment segment, ProcessTable processes) {
        this.segment = segment;
        this.memory = segment.memory();
        this.processes = processes;
        this.handles = new HandleScan(segment, processes);
    }

    public HeapStatistics read() {
        SpanUsage usage = SpanUsage.of(segment);
        List<ProcessStatistics> all = new ArrayList<>();
        List<Delay> delays = new ArrayList<>();
        long awaited = awaitedEra();
        for (int number = 0; number < segment.geometry().processCount(); number++) {
            long owner = processes.living(number);
            if (owner != ProcessLayout.NOBODY) {
                all.add(process(number, owner));
                delay(owner, awaited, delays);
            }
        }
        return new HeapStatistics(
                segment.sizeBytes(),
                segment.usedBytes(),
                usage.bytes(),
                usage.blocks(),
                usage.freeBytes(),
                CollectorStatistics.read(memory),
                all,
                delays);
    }

    private ProcessStatistics process(int number, long owner) {
        return new ProcessStatistics(
                pid(owner), isSelf(owner), slotsBefore(owner, Long.MAX_VALUE), handles.count(number));
    }

    private long pid(long owner) {
        return processes.pid(owner);
    }

    private boolean isSelf(long owner) {
        return owner == processes.owner();
    }

    /** Who has not passed into it keeps memory from being released; 0 when nobody is waited for. */
    private long awaitedEra() {
        long era = memory.getVolatile(Superblock.EPOCH);
        long age = System.currentTimeMillis() - memory.getAcquire(Superblock.CYCLE_BEGAN);
        if (EraWord.phase(era) != EraWord.IDLE && age > PATIENCE_MILLIS) {
            // All have passed into it if the cycle has gone on since.
            return EraWord.of(EraWord.cycle(era), EraWord.ARMED);
        }
        return memory.getAcquire(Superblock.GIVEN_UP) == 0 ? 0 : memory.getAcquire(Superblock.GIVEN_UP_ERA);
    }

    private void delay(long owner, long era, List<Delay> delays) {
        boolean stopped = memory.getVolatile(processes.entry(owner) + ProcessLayout.ERA) < era;
        int threads = stopped ? 0 : slotsBefore(owner, era);
        if (stopped || threads > 0) {
            delays.add(new Delay(pid(owner), isSelf(owner), threads));
        }
    }

    /** Number of pairs of slots of that process whose holders have not passed into that era. */
    private int slotsBefore(long owner, long era) {
        int count = 0;
        int high = SlotTable.high(memory);
        for (int slot = 0; slot < high; slot += SlotTable.PAIR) {
            long offset = SlotLayout.offset(slot);
            boolean own = memory.getVolatile(offset + SlotLayout.OWNER) == owner;
            count += own && memory.getVolatile(offset + SlotLayout.ERA) < era ? 1 : 0;
        }
        return count;
    }
}
