// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells from the stack of a thread whether it is inside an operation of the Java API. */
final class ApiFrames {
    private static final Set<String> CLASSES = Stream.of(
                    SharedHeap.class,
                    SharedMap.class,
                    SharedList.class,
                    SharedSet.class,
                    SharedInstance.class,
                    SharedArray.class,
                    SharedCounter.class,
                    SharedTuple.class,
                    SharedFrozenSet.class,
                    SharedValue.class,
                    Transactions.class,
                    JavaNaming.class,
                    CopyIn.class,
                    KeySet.class,
                    MapKey.class,
                    Values.class,
                    Views.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final int DEEP = 1_100;

    /** A stack trace that is not shorter may have been cut: the virtual machine has a limit. */
    private static final int MOST_SHOWN = shownOf(DEEP);

    private ApiFrames() {}

    private static int shownOf(int deeper) {
        return deeper > 0 ? shownOf(deeper - 1) : new Throwable().getStackTrace().length;
    }

    /**
     * Whether the thread is inside an operation, or may be. If not there is a moment during the call at which it was in none, and
     * what this thread has stored before the call is seen by all of its later ones.
     */
    static boolean mayBeInside(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return frames.length >= MOST_SHOWN || Arrays.stream(frames).anyMatch(ApiFrames::isOfApi);
    }

    /**
     * The opposite of {@link #mayBeInside}, but also true of what a user has handed over to be a transaction, while it is in no operation of
     * its own. It may then be within an operation of this or another heap: none calls what users have handed over with temporaries in
     * hand, except in {@link ThreadMutators#holding}.
     */
    static boolean isOutsideOfOperations(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        return Arrays.stream(frames)
                .filter(frame -> isOfApi(frame) || isOf(frame, UserCode.class))
                .findFirst()
                .map(innermost -> isOf(innermost, UserCode.class))
                .orElse(frames.length < MOST_SHOWN);
    }

    private static boolean isOf(StackTraceElement frame, Class<?> type) {
        return outermost(frame).equals(type.getName());
    }

    /** Also of a nested class, and of a lambda. */
    private static boolean isOfApi(StackTraceElement frame) {
        return CLASSES.contains(outermost(frame));
    }

    private static String outermost(StackTraceElement frame) {
        String name = frame.getClassName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
