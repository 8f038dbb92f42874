// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs the frames of messages with the connection's key, and knows the last ones that have come. Thread-safe. */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST_REMEMBERED = 1 << 16;

    private final @Nullable Mac mac;
    /** The oldest first. */
    private final Map<String, Boolean> come = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    Signature(String key) {
        try {
            mac = key.isEmpty() ? null : Mac.getInstance(ALGORITHM);
            if (mac != null) {
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    synchronized byte[] of(List<byte[]> frames) {
        if (mac == null) {
            return new byte[0];
        }
        frames.forEach(mac::update);
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    boolean isRight(byte[] signature, List<byte[]> frames) {
        return mac == null || MessageDigest.isEqual(signature, of(frames));
    }

    /** Whether a message with this signature has come before; each has an id of its own. */
    synchronized boolean hasCome(byte[] signature) {
        return mac != null && come.put(new String(signature, StandardCharsets.US_ASCII), true) != null;
    }
}
