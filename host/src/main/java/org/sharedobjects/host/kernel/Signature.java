// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs the frames of messages with the connection's key. Thread-safe. */
final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    private final @Nullable Mac mac;

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
}
