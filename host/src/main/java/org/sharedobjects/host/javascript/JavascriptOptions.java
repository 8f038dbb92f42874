// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.Map;

/** Options of the contexts of {@link Javascript}. To have them loads nothing of JavaScript. */
public final class JavascriptOptions {

    /** Promises that are rejected in vain are told of, and {@code performance} is there. */
    public static final Map<String, String> ALL =
            Map.of("js.unhandled-rejections", "handler", "js.performance", "true");

    private JavascriptOptions() {}
}
