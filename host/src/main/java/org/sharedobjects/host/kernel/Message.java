// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.RawJson;

/**
 * A message from the page.
 *
 * @param ids who sent it
 * @param header as it came, which answers repeat
 * @param parent the id of the message it answers; null where that is not said
 */
record Message(
        List<byte[]> ids,
        String type,
        RawJson header,
        @Nullable String parent,
        Map<String, @Nullable Object> content) {

    private static final String REQUEST = "_request";

    boolean isRequest() {
        return type.endsWith(REQUEST);
    }

    String replyType() {
        return type.substring(0, type.length() - REQUEST.length()) + "_reply";
    }

    String text(String name) {
        return content.get(name) instanceof String text ? text : "";
    }

    boolean flag(String name, boolean otherwise) {
        return content.get(name) instanceof Boolean flag ? flag : otherwise;
    }

    int number(String name) {
        return content.get(name) instanceof Long number ? number.intValue() : 0;
    }
}
