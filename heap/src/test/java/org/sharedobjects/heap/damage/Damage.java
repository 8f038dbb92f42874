// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.damage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.sharedobjects.heap.layout.Superblock;

/** Ways to damage the image of a heap, repeatable by their seed. */
public final class Damage {
    private static final int HEADER_BYTES = (int) Superblock.CHECKSUM + Long.BYTES;

    private final byte[] image;
    private final int[] usedWords;

    /** How many to try: {@code -Dpso.long=true} a hundred thousand, {@code -Dpso.damages=N} as many as one likes. */
    public static int cases(int usual) {
        return Integer.getInteger("pso.damages", Boolean.getBoolean("pso.long") ? 100_000 : usual);
    }

    public Damage(byte[] image) {
        this.image = image;
        ByteBuffer words = words(image);
        this.usedWords = IntStream.range(0, image.length / Long.BYTES)
                .map(i -> i * Long.BYTES)
                .filter(at -> at >= HEADER_BYTES && words.getLong(at) != 0)
                .toArray();
    }

    public byte[] apply(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] damaged = image.clone();
        if (random.nextInt(50) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(2 * image.length));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            damageWord(words(damaged), random);
        }
        return damaged;
    }

    private void damageWord(ByteBuffer words, SplittableRandom random) {
        boolean header = random.nextInt(50) == 0;
        int at = header
                ? random.nextInt(HEADER_BYTES / Long.BYTES) * Long.BYTES
                : usedWords[random.nextInt(usedWords.length)];
        long word = words.getLong(at);
        words.putLong(
                at,
                switch (random.nextInt(8)) {
                    case 0, 1 -> word ^ (1L << random.nextInt(Long.SIZE));
                    case 2 -> word ^ (0xFFL << (8 * random.nextInt(Long.BYTES)));
                    case 3 -> random.nextLong();
                    case 4 -> words.getLong(usedWords[random.nextInt(usedWords.length)]);
                    case 5 -> word + random.nextInt(-64, 65);
                    case 6 -> random.nextBoolean() ? 0 : -1;
                    default -> word ^ ((long) random.nextInt() << random.nextInt(33));
                });
    }

    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
