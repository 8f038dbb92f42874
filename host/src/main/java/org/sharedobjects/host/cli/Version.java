// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What this build is, known without starting Python. */
final class Version {

    private Version() {}

    static String text() {
        Properties known = read();
        return "pso %s (Python %s, GraalPy %s, Java %s)"
                .formatted(
                        known.getProperty("version"),
                        known.getProperty("python"),
                        known.getProperty("graalpy"),
                        Runtime.version().version().stream()
                                .map(String::valueOf)
                                .reduce("", Version::dotted));
    }

    /** That of pso alone. */
    static String number() {
        return read().getProperty("version");
    }

    private static String dotted(String head, String next) {
        return head.isEmpty() ? next : head + "." + next;
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
