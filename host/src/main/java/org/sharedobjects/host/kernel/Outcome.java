// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.Json;
import org.sharedobjects.host.json.JsonReader;
import org.sharedobjects.host.json.RawJson;

/**
 * How a cell has ended.
 *
 * @param reply the content of the answer
 * @param text of its value, where that has not been shown; null where there is none
 */
record Outcome(boolean ok, RawJson reply, @Nullable String text) {

    private static final List<String> OF_ERROR = List.of("ename", "evalue", "traceback");

    static Outcome failed(String name, String message) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", "error");
        reply.put("ename", name);
        reply.put("evalue", message);
        reply.put("traceback", List.of(name + ": " + message));
        return new Outcome(false, new RawJson(Json.of(reply)), null);
    }

    /** What is published of an error, with a line before the traceback. */
    Map<String, @Nullable Object> error(String first) {
        Map<String, @Nullable Object> said = JsonReader.readMap(reply.text());
        said.keySet().retainAll(OF_ERROR);
        List<@Nullable Object> traceback = new ArrayList<>();
        traceback.add(first);
        if (said.get("traceback") instanceof List<?> lines) {
            traceback.addAll(lines);
        }
        said.put("traceback", traceback);
        return said;
    }
}
