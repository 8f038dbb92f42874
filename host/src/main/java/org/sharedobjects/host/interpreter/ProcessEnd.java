// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.function.IntConsumer;

/** The end of the process at once, without any clean-up. */
public final class ProcessEnd {

    private static volatile IntConsumer announcement = _ -> {};

    private ProcessEnd() {}

    /** What is to be told the status first; it must not block. */
    public static void announceTo(IntConsumer listener) {
        announcement = listener;
    }

    public static void now(int status) {
        announcement.accept(status);
        Runtime.getRuntime().halt(status);
    }
}
