// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.OutputStream;
import org.graalvm.polyglot.Context;

/** Makes the contexts of one host: all on one engine, so that code compiled for one serves all. */
@FunctionalInterface
public interface ContextFactory {
    /** A new context, not yet initialized; {@code interpreterId} names it to the shared heap's language. */
    Context create(String interpreterId, OutputStream out, OutputStream err);
}
