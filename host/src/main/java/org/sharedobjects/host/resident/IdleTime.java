// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

/** What a member does while nobody asks for it: once, when its interpreters are ready, it gives memory back. */
final class IdleTime {

    private static final int FIRST_MILLIS = 2_000;
    private static final int LATER_MILLIS = 20_000;

    private final Programs programs;
    private boolean tidied;

    IdleTime(Programs programs) {
        this.programs = programs;
    }

    int patienceMillis() {
        return tidied ? LATER_MILLIS : FIRST_MILLIS;
    }

    /** Called when nobody has come for {@link #patienceMillis}; true when something has changed. */
    boolean pass() throws InterruptedException {
        if (tidied) {
            return false;
        }
        programs.awaitPrepared();
        System.gc();
        tidied = true;
        return true;
    }
}
