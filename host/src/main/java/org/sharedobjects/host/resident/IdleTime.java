// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

/**
 * What a member does while nobody asks for it: it gives memory back, again and again while the compiler still makes garbage. A
 * collection takes code away as well, which is then made again.
 */
final class IdleTime {

    private static final int FIRST_MILLIS = 4_000;
    private static final int LAST_MILLIS = 20_000;
    private static final double GROWTH = 1.25;
    private static final int EAGER_COLLECTIONS = 10;

    private final Programs programs;
    private int patienceMillis = FIRST_MILLIS;
    private int collections;
    private long usedAfterCollection;
    private long heldAfterCollection;

    IdleTime(Programs programs) {
        this.programs = programs;
    }

    int patienceMillis() {
        return patienceMillis;
    }

    /** Called when nobody has come for {@link #patienceMillis}; true when something has changed. */
    boolean pass() throws InterruptedException {
        programs.awaitPrepared();
        if (used() <= GROWTH * usedAfterCollection && held() <= GROWTH * heldAfterCollection) {
            growPatient();
            return false;
        }
        if (++collections > EAGER_COLLECTIONS) {
            growPatient();
        }
        System.gc();
        usedAfterCollection = used();
        heldAfterCollection = held();
        programs.compileLoops();
        return true;
    }

    private void growPatient() {
        patienceMillis = Math.min(2 * patienceMillis, LAST_MILLIS);
    }

    private static long used() {
        return held() - Runtime.getRuntime().freeMemory();
    }

    private static long held() {
        return Runtime.getRuntime().totalMemory();
    }
}
