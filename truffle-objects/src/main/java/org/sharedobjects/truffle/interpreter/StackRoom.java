// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

/** Looks, before something that must not end half-way, whether the stack has room for some Python calls. */
public final class StackRoom {
    private static final int FRAMES = 2000;

    private StackRoom() {}

    /** Throws StackOverflowError if not. */
    public static void ensure() {
        if (deeper(FRAMES) < FRAMES) {
            throw new AssertionError();
        }
    }

    private static int deeper(int frames) {
        return frames == 0 ? 0 : 1 + deeper(frames - 1);
    }
}
