// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All who take part in a process, as one. Thread-safe. */
public final class Participants implements Participant {
    private final List<Participant> all = new CopyOnWriteArrayList<>();

    public void add(Participant participant) {
        all.add(participant);
    }

    public void remove(Participant participant) {
        all.remove(participant);
    }

    @Override
    public void dropDead() {
        all.forEach(Participant::dropDead);
    }

    @Override
    public void pass(long era) {
        all.forEach(participant -> participant.pass(era));
    }
}
