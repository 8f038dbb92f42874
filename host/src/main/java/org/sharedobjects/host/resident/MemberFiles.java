// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** A member's files in the user's folder, as launchers know them: MEMBER, its state; MEMBER.sock; wanted. */
final class MemberFiles {

    private final Path folder;
    private final long pid = ProcessHandle.current().pid();

    MemberFiles(Path folder) {
        this.folder = folder;
    }

    Path socket() {
        return folder.resolve("member-" + pid + ".sock");
    }

    private Path state() {
        return folder.resolve("member-" + pid);
    }

    private Path wanted() {
        return folder.resolve("wanted");
    }

    /** Publishes what {@code pso status} shows, in one step, if the disk lets it. */
    void publish(String text) {
        Path making = folder.resolve("member-" + pid + ".new");
        try {
            Files.writeString(making, text);
            Files.move(making, state(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // programs run without it
        }
    }

    /** Notes for people, in the log that all members of the folder share. */
    void log(String text) {
        try {
            Files.writeString(
                    folder.resolve("log"),
                    "member %d: %s%n".formatted(pid, text),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // programs run without it
        }
    }

    /** Whether the user still wants members. */
    boolean isWanted() {
        return Files.exists(wanted());
    }

    /** The end of a program is a use too. */
    void touchWanted() throws IOException {
        if (isWanted()) {
            Files.setLastModifiedTime(wanted(), FileTime.from(Instant.now()));
        }
    }

    /** Launchers touch the marker; without one for so long nobody wants members any more. */
    void endWhenUnused(Duration limit) throws IOException {
        if (isWanted()
                && Files.getLastModifiedTime(wanted())
                        .toInstant()
                        .isBefore(Instant.now().minus(limit))) {
            Files.deleteIfExists(wanted());
        }
    }

    /** Removes the member's own files; launchers remove those of members that did not. */
    void remove() {
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(state());
        } catch (IOException e) {
            // see above
        }
    }
}
