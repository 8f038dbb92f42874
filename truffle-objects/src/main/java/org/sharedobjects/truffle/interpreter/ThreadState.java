// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.ArrayDeque;
import java.util.Deque;

/** The heaps a thread has entered, innermost first; new objects go there. */
final class ThreadState {
    final Deque<AttachedHeap> entered = new ArrayDeque<>();
}
