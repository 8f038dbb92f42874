// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cells that were run since the kernel started. Used by one thread. */
final class History {

    private static final int SESSION = 0;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(int number, String code) {}

    void add(int number, String code) {
        entries.add(new Entry(number, code));
    }

    /** The answer to a history_request. */
    Map<String, Object> answer(Message request) {
        boolean withOutput = request.flag("output", false);
        List<List<@Nullable Object>> found = select(request).stream()
                .map(entry -> described(entry, withOutput))
                .toList();
        return Map.of("status", "ok", "history", found);
    }

    private List<Entry> select(Message request) {
        return switch (request.text("hist_access_type")) {
            case "range" -> range(request);
            case "search" -> last(matching(request), request);
            default -> last(entries, request);
        };
    }

    private List<Entry> range(Message request) {
        int start = request.number("start");
        int stop = request.content().get("stop") instanceof Long ? request.number("stop") : Integer.MAX_VALUE;
        if (request.number("session") != SESSION) {
            return List.of();
        }
        return entries.stream()
                .filter(entry -> entry.number() >= start && entry.number() < stop)
                .toList();
    }

    private List<Entry> matching(Message request) {
        Pattern pattern = glob(request.text("pattern"));
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries) {
            if (pattern.matcher(entry.code()).matches()) {
                if (request.flag("unique", false)) {
                    found.removeIf(earlier -> earlier.code().equals(entry.code()));
                }
                found.add(entry);
            }
        }
        return found;
    }

    private static List<Entry> last(List<Entry> found, Message request) {
        boolean limited = request.content().get("n") instanceof Long;
        int count = limited ? Math.max(0, Math.min(request.number("n"), found.size())) : found.size();
        return found.subList(found.size() - count, found.size());
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static List<@Nullable Object> described(Entry entry, boolean withOutput) {
        List<@Nullable Object> described = new ArrayList<>();
        described.add(SESSION);
        described.add(entry.number());
        if (withOutput) {
            List<@Nullable Object> both = new ArrayList<>();
            both.add(entry.code());
            both.add(null);
            described.add(both);
        } else {
            described.add(entry.code());
        }
        return described;
    }
}
