// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.buffer.PythonBufferAccessLibrary;
import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.strings.TruffleString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.store.ArrayAccess;

/**
 * The bytes of a shared array where they are: each message is one step, and reads and writes whole elements at once. As
 * long as the array was when this was made; who comes behind the end of one that has become shorter gets a BufferError.
 */
@ExportLibrary(PythonBufferAccessLibrary.class)
public final class ArrayBuffer {
    private static final int PRESENT = -1;

    private final SharedArray array;
    private final int length;

    private ArrayBuffer(SharedArray array, int length) {
        this.array = array;
        this.length = length;
    }

    static ArrayBuffer of(SharedArray array) {
        return new ArrayBuffer(array, presentLength(array));
    }

    /** One that is as long as the array is whenever it is asked. */
    static ArrayBuffer ofPresentLength(SharedArray array) {
        return new ArrayBuffer(array, PRESENT);
    }

    @TruffleBoundary
    private static int presentLength(SharedArray array) {
        return Guard.run(null, array.home, () -> ArrayAccess.lengthInBytes(array));
    }

    @TruffleBoundary
    private byte[] read(int offset, int count) {
        byte[] bytes = Guard.run(null, array.home, () -> ArrayAccess.bytes(array, offset, count));
        if (bytes.length < count) {
            throw shorter();
        }
        return bytes;
    }

    @TruffleBoundary
    private void write(int offset, byte[] bytes) {
        if (!Guard.run(null, array.home, () -> ArrayAccess.setBytes(array, offset, bytes))) {
            throw shorter();
        }
    }

    private static RuntimeException shorter() {
        return PythonErrors.of(null, PythonBuiltinClassType.BufferError, "the shared array has become shorter");
    }

    private static ByteBuffer ordered(byte[] bytes, ByteOrder order) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    @ExportMessage
    @SuppressWarnings("static-method")
    boolean isBuffer() {
        return true;
    }

    @ExportMessage
    @SuppressWarnings("static-method")
    boolean isReadonly() {
        return false;
    }

    @ExportMessage
    int getBufferLength() {
        return length == PRESENT ? presentLength(array) : length;
    }

    @ExportMessage
    Object getOwner() {
        return array;
    }

    @ExportMessage
    int getItemSize() {
        return array.type.bytes;
    }

    @ExportMessage
    @TruffleBoundary
    TruffleString getFormatString() {
        return PythonUtils.toTruffleStringUncached(String.valueOf(array.type.code));
    }

    @ExportMessage
    @TruffleBoundary
    void readIntoByteArray(int offset, byte[] target, int from, int count) {
        System.arraycopy(read(offset, count), 0, target, from, count);
    }

    @ExportMessage
    @TruffleBoundary
    void writeFromByteArray(int offset, byte[] source, int from, int count) {
        byte[] bytes = new byte[count];
        System.arraycopy(source, from, bytes, 0, count);
        write(offset, bytes);
    }

    @ExportMessage
    @TruffleBoundary
    void readIntoBuffer(int offset, Object target, int from, int count, PythonBufferAccessLibrary other) {
        other.writeFromByteArray(target, from, read(offset, count), 0, count);
    }

    @ExportMessage
    byte readByte(int offset) {
        return read(offset, Byte.BYTES)[0];
    }

    @ExportMessage
    @TruffleBoundary
    short readShortByteOrder(int offset, ByteOrder order) {
        return ordered(read(offset, Short.BYTES), order).getShort();
    }

    @ExportMessage
    @TruffleBoundary
    int readIntByteOrder(int offset, ByteOrder order) {
        return ordered(read(offset, Integer.BYTES), order).getInt();
    }

    @ExportMessage
    @TruffleBoundary
    long readLongByteOrder(int offset, ByteOrder order) {
        return ordered(read(offset, Long.BYTES), order).getLong();
    }

    @ExportMessage
    void writeByte(int offset, byte value) {
        write(offset, new byte[] {value});
    }

    @ExportMessage
    @TruffleBoundary
    void writeShortByteOrder(int offset, short value, ByteOrder order) {
        write(offset, ordered(new byte[Short.BYTES], order).putShort(value).array());
    }

    @ExportMessage
    @TruffleBoundary
    void writeIntByteOrder(int offset, int value, ByteOrder order) {
        write(offset, ordered(new byte[Integer.BYTES], order).putInt(value).array());
    }

    @ExportMessage
    @TruffleBoundary
    void writeLongByteOrder(int offset, long value, ByteOrder order) {
        write(offset, ordered(new byte[Long.BYTES], order).putLong(value).array());
    }
}
