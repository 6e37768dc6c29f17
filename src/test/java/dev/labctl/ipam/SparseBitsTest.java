package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The sparse set has the same content as a sorted set of indexes. */
class SparseBitsTest {
    @Test
    void itBehavesLikeASet() {
        Random random = new Random(5);
        SparseBits bits = new SparseBits();
        BitSet plain = new BitSet();
        for (int i = 0; i < 5_000; i++) {
            int first = random.nextInt(20_000);
            int last = first + random.nextInt(6_000) - 10;
            if (random.nextInt(3) > 0) {
                bits.set(first, last);
                plain.set(first, Math.max(first, last + 1));
            } else {
                bits.clear(first, last);
                plain.clear(first, Math.max(first, last + 1));
            }
            int probe = random.nextInt(26_000);

            assertThat(bits.count()).isEqualTo(plain.cardinality());
            assertThat(bits.get(probe)).isEqualTo(plain.get(probe));
            assertThat(bits.nextClear(probe)).isEqualTo(plain.nextClearBit(probe));
            if (i % 100 == 0) {
                assertThat(IntStream.range(0, 26_000).filter(bits::get).toArray())
                        .isEqualTo(plain.stream().toArray());
            }
        }
    }

    @Test
    void theNextFreeIndexIsTakenAndAfterTheLastTheFirst() {
        SparseBits bits = new SparseBits();
        bits.set(3, 3);

        assertThat(IntStream.range(0, 4).mapToLong(i -> bits.take(2, 5))).containsExactly(2L, 4L, 0L, 1L);
    }

    @Test
    void distantIndexesUseNoMemory() {
        SparseBits bits = new SparseBits();
        bits.set(1L << 40, (1L << 40) + 1);

        assertThat(bits.count()).isEqualTo(2);
        assertThat(bits.get(1L << 40)).isTrue();
        assertThat(bits.get((1L << 40) - 1)).isFalse();
        assertThat(bits.nextClear(1L << 40)).isEqualTo((1L << 40) + 2);
        assertThat(bits.nextClear(0)).isZero();
    }
}
