// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** What has come of a cell, for the notebook's Python side. */
final class Outcomes {

    /** Where the error is, in front of what it is. */
    private static final Pattern PLACE = Pattern.compile("\\A.*?:\\d+:\\d+ ");

    /** What is said of a method that an object of Python does not have. */
    private static final Pattern NO_METHOD =
            Pattern.compile("invokeMember \\((.*)\\) on .* failed due to: Unknown identifier: .*");

    private static final String TRACEBACK = "__traceback__";
    private static final ProxyArray NO_FRAMES = ProxyArray.fromArray();

    private Outcomes() {}

    /** Kind, value, its text; null is the text of nothing. */
    static ProxyArray value(Value value, @Nullable Value text) {
        return ProxyArray.fromArray("value", value, text == null || text.isNull() ? null : text.asString());
    }

    /** Another thread is in JavaScript. */
    static ProxyArray busy() {
        return ProxyArray.fromArray("busy");
    }

    /** A cell that awaits what nothing is left to settle. */
    static ProxyArray endless() {
        return ProxyArray.fromArray(
                "error", "Error", "nothing is left that could settle what is awaited", NO_FRAMES, null);
    }

    static ProxyArray interrupted() {
        return ProxyArray.fromArray("interrupted");
    }

    /** Kind, then of an error of Python itself and the frames; of one of JavaScript its name, message, the frames and what was thrown. */
    static ProxyArray failure(PolyglotException e, Function<Value, String> shown) {
        if (e.isCancelled() || e.isExit()) {
            throw e;
        }
        if (e.isInterrupted()) {
            return interrupted();
        }
        Value error = e.getGuestObject();
        if (error != null && error.hasMember(TRACEBACK)) {
            // The exception itself: what was caught would come back to Python as something foreign.
            Value own = error.invokeMember("with_traceback", error.getMember(TRACEBACK));
            return ProxyArray.fromArray("python", own, frames(e));
        }
        return ProxyArray.fromArray("error", name(e, error), message(e, error, shown), frames(e), error);
    }

    private static String name(PolyglotException e, @Nullable Value error) {
        if (e.isInternalError()) {
            return "InternalError";
        }
        return error != null && isError(error) ? String.valueOf(error.getMember("name")) : "Uncaught";
    }

    private static String message(PolyglotException e, @Nullable Value error, Function<Value, String> shown) {
        if (error != null && error.hasMembers() && !isError(error)) {
            return shown.apply(error);
        }
        String text = error != null && isError(error)
                ? String.valueOf(error.getMember("message"))
                : String.valueOf(e.getMessage());
        if (e.isSyntaxError()) {
            return PLACE.matcher(text).replaceFirst("").lines().findFirst().orElse("");
        }
        return NO_METHOD.matcher(text).replaceFirst("$1 is not a function");
    }

    private static boolean isError(Value error) {
        return error.hasMember("name") && error.hasMember("message");
    }

    /** Of each frame in a cell file, line and function, the innermost first; line 0 is one that is not known. */
    private static ProxyArray frames(PolyglotException e) {
        List<Object> frames = new ArrayList<>();
        SourceSection place = e.getSourceLocation();
        if (e.isSyntaxError() && place != null) {
            frames.add(frame(place, ""));
            return ProxyArray.fromList(frames);
        }
        for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
            if (frame.isGuestFrame() && frame.getLanguage().getId().equals("js")) {
                add(frames, frame.getSourceLocation(), frame.getRootName());
            }
        }
        return ProxyArray.fromList(frames);
    }

    private static void add(List<Object> frames, @Nullable SourceSection place, String function) {
        if (place == null) {
            frames.add(ProxyArray.fromArray("", 0, shown(function)));
        } else if (!place.getSource().isInternal()) {
            frames.add(frame(place, function));
        }
    }

    private static ProxyArray frame(SourceSection place, String function) {
        return ProxyArray.fromArray(place.getSource().getName(), place.getStartLine(), shown(function));
    }

    /** The top level has a name of its own there. */
    private static String shown(String function) {
        return function.startsWith(":") ? "" : function;
    }
}
