// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.sharedobjects.heap.txn.TestHeap.FIRST;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.slot.Attachment;

/** Main program of the second process in {@link ProcessesTest}. */
final class OtherProcess {
    static final String READY = "ready";

    private OtherProcess() {}

    static Process start(Path heapFolder, String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PSO_HEAP_DIR", heapFolder.toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Path of a heap and a number of increments, or nothing: then it opens a private heap and waits to be killed. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            try (Segment segment = Segment.createPrivate(16L << 20, made -> {})) {
                System.out.println(READY + HeapFolder.folder() + File.separator + segment.uuid());
                int ignored = System.in.read();
            }
            return;
        }
        try (Segment segment = Segment.open(Path.of(arguments[0]));
                Attachment attachment = new Attachment(segment);
                Mutator mutator = Mutator.open(attachment)) {
            increment(mutator, segment.memory().getAcquire(Superblock.ROOT), Integer.parseInt(arguments[1]));
        }
    }

    static void increment(Mutator mutator, long ref, int count) {
        for (int i = 0; i < count; i++) {
            TestHeap.atomically(mutator, () -> {
                mutator.store(ref, FIRST, mutator.load(ref, FIRST) + 1);
                mutator.store(ref, FIRST + 1, mutator.load(ref, FIRST + 1) - 1);
            });
        }
    }
}
