// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFormatException;
import org.sharedobjects.heap.error.HeapVersionException;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;

/** The constant part of the superblock, read and checked before the file is mapped. */
record HeapHeader(UUID uuid, Geometry geometry) {

    static HeapHeader read(FileChannel channel, Path path) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate((int) Superblock.CHECKSUM + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, bytes.position());
        }
        if (bytes.position() < Long.BYTES || word(bytes, Superblock.MAGIC) != Superblock.MAGIC_VALUE) {
            String what = bytes.hasRemaining() ? "file is too short to be a heap" : "file is not a heap";
            throw new HeapFormatException("%s: path=%s, length=%d".formatted(what, path, channel.size()));
        }
        if (bytes.position() >= Superblock.VERSION + Long.BYTES
                && word(bytes, Superblock.VERSION) != Superblock.FORMAT_VERSION) {
            throw new HeapVersionException("heap has another format version: path=%s, version=%d, known=%d"
                    .formatted(path, word(bytes, Superblock.VERSION), Superblock.FORMAT_VERSION));
        }
        if (bytes.hasRemaining()) {
            throw new HeapFormatException(
                    "file is too short to be a heap: path=%s, length=%d".formatted(path, channel.size()));
        }
        return checked(bytes, path, channel.size());
    }

    private static HeapHeader checked(ByteBuffer bytes, Path path, long length) {
        if (word(bytes, Superblock.CHECKSUM) != checksum(bytes)) {
            throw damaged("checksum of the header is wrong", path);
        }
        long sizeBytes = word(bytes, Superblock.SIZE_BYTES);
        if (sizeBytes != length) {
            throw new HeapFormatException("heap file has the wrong length: path=%s, length=%d, expected=%d"
                    .formatted(path, length, sizeBytes));
        }
        if (sizeBytes < Geometry.MIN_SIZE_BYTES || sizeBytes > Geometry.MAX_SIZE_BYTES) {
            throw damaged("size is out of range", path);
        }
        Geometry geometry = Geometry.of(sizeBytes);
        boolean same = word(bytes, Superblock.SLOT_COUNT) == geometry.slotCount()
                && word(bytes, Superblock.PROCESS_COUNT) == geometry.processCount()
                && word(bytes, Superblock.PROCESS_TABLE) == geometry.processTable()
                && word(bytes, Superblock.SPAN_COUNT) == geometry.spanCount()
                && word(bytes, Superblock.SPAN_TABLE) == geometry.spanTable()
                && word(bytes, Superblock.BITMAPS) == geometry.bitmaps()
                && word(bytes, Superblock.MARKS) == geometry.marks()
                && word(bytes, Superblock.SPANS) == geometry.spans();
        if (!same) {
            throw damaged("division does not fit the size", path);
        }
        return new HeapHeader(new UUID(word(bytes, Superblock.UUID_HIGH), word(bytes, Superblock.UUID_LOW)), geometry);
    }

    private static HeapException damaged(String what, Path path) {
        return new HeapCorruptException("heap is damaged, %s: path=%s".formatted(what, path));
    }

    void write(Memory memory) {
        ByteBuffer bytes = ByteBuffer.allocate((int) Superblock.CHECKSUM).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(Superblock.MAGIC_VALUE)
                .putLong(Superblock.FORMAT_VERSION)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .putLong(geometry.sizeBytes())
                .putLong(geometry.slotCount())
                .putLong(geometry.processCount())
                .putLong(geometry.processTable())
                .putLong(geometry.spanCount())
                .putLong(geometry.spanTable())
                .putLong(geometry.bitmaps())
                .putLong(geometry.marks())
                .putLong(geometry.spans());
        for (int at = 0; at < Superblock.CHECKSUM; at += Long.BYTES) {
            memory.putPlain(at, word(bytes, at));
        }
        memory.putRelease(Superblock.CHECKSUM, checksum(bytes));
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(0, (int) Superblock.CHECKSUM));
        return sum.getValue();
    }

    private static long word(ByteBuffer bytes, long at) {
        return bytes.getLong((int) at);
    }
}
