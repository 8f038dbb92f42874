// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

/** Looks, before something that must not end half-way, whether the stack has room for some Python calls. */
public final class StackRoom {
    /** Each takes more than 100 bytes of the stack, however it was compiled; a call of Python takes a few thousand. */
    private static final int FRAMES = 2000;

    private StackRoom() {}

    /** Throws StackOverflowError if not. */
    public static void ensure() {
        if (deeper(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8) == Long.MIN_VALUE) {
            throw new AssertionError();
        }
    }

    /** The numbers cannot be put together before the call has returned, so that all of them lie in the frame. */
    private static long deeper(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        long below = frames == 0 ? 1 : deeper(frames - 1, b, c, d, e, f, g, h, a);
        return (((((((below ^ a) + b) ^ c) + d) ^ e) + f) ^ g) + h;
    }
}
