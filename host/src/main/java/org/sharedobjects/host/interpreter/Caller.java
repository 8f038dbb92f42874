// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Who runs the program, where that is not the process itself: a launcher for which a resident host works.
 *
 * @param environment each as {@code NAME=value}, bytes read as Latin-1
 * @param exiting told the status when the program ends the process by {@code os._exit}
 */
public record Caller(List<String> environment, IntConsumer exiting) {}
