// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waiting for Python, so that its exceptions arrive as themselves. */
final class Futures {

    private Futures() {}

    static <T extends @Nullable Object> T await(CompletableFuture<T> future, Runnable interrupt) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            interrupt.run();
            Thread.currentThread().interrupt();
            throw new PythonException("KeyboardInterrupt", "", "KeyboardInterrupt", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
