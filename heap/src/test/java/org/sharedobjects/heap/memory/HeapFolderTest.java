// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void shouldTakeANameWithASlashForAPath() {
        assertEquals(folder.resolve("shop"), HeapFolder.resolve(folder + "/x/../shop"));
        assertEquals(Path.of("shop").toAbsolutePath(), HeapFolder.resolve("./shop"));
    }

    @Test
    void shouldKeepNamedHeapsInAFolderOfTheUserAlone() throws IOException {
        Path path = HeapFolder.resolve("shop");
        assertEquals(HeapFolder.folder(), path.getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(HeapFolder.folder())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a\0b"})
    void shouldRefuseNamesThatAreNone(String name) {
        assertThrows(IllegalArgumentException.class, () -> HeapFolder.resolve(name));
    }

    @Test
    void shouldSweepTemporaryFilesOfTheDeadOnly() throws IOException {
        Path dead = Files.createFile(folder.resolve(".pso-2147483646-x.tmp"));
        Path mine = HeapFolder.temporaryFile(folder);
        Path foreign = Files.createFile(folder.resolve(".pso-notes.tmp"));
        HeapFolder.sweep(folder);
        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(mine));
        assertTrue(Files.exists(foreign));
    }
}
