package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.BlockAllocator.Occupation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks are allocated and released as by Cilium's operator, with its errors word for word. */
class BlockAllocatorTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.42.0/28 10.0.84.0/28, 29, 4, 10.0.42.0/29 10.0.42.8/29 10.0.84.0/29 10.0.84.8/29",
        "10.0.0.0/8, 24, 65536, 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24",
        "10.0.42.0/28, 28, 1, 10.0.42.0/28",
        "10.0.42.0/28, 24, 0, ''",
        "10.0.42.0/28 10.0.0.0/23, 24, 2, 10.0.0.0/24 10.0.1.0/24",
        "10.0.42.5/28, 29, 2, 10.0.42.0/29 10.0.42.8/29",
        "10.0.42.0/28, -1, 0, ''",
        "10.0.42.0/28, 0, 0, ''"
    })
    void theListIsUsedUpInItsOrder(String cidrs, int mask, long total, String first) {
        BlockAllocator allocator = allocator(mask, cidrs.split(" "));

        assertThat(allocator.total()).isEqualTo(total);
        assertThat(allocator.free()).isEqualTo(total);
        List<String> expected = first.isEmpty() ? List.of() : List.of(first.split(" "));
        assertThat(texts(allocator.free(4))).isEqualTo(expected);
        assertThat(texts(take(allocator, 4))).isEqualTo(expected);
        assertThat(allocator.used()).isEqualTo(expected.size());
    }

    @ParameterizedTest
    @CsvSource({
        "fd00:10:244::/48, 64, 65536, fd00:10:244::/64 fd00:10:244:1::/64",
        "fd00::/104, 120, 65536, fd00::/120 fd00::100/120",
        "fd00::/64, 48, 0, ''"
    })
    void ipv6IsCutInTheSameWay(String cidr, int mask, long total, String first) {
        BlockAllocator allocator = BlockAllocator.of(Family.IPV6, new ClusterPool(List.of(cidr), mask))
                .value()
                .orElseThrow();

        assertThat(allocator.total()).isEqualTo(total);
        assertThat(texts(allocator.free(2))).isEqualTo(first.isEmpty() ? List.of() : List.of(first.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4| 10.0.0.0| 24| invalid CIDR address: 10.0.0.0",
                "IPV4| 10.0.0.0/33| 24| invalid CIDR address: 10.0.0.0/33",
                "IPV4| 10.0.0.0/8| 33| SubNetMask is invalid, should be lower or equal to 32 for IPv4 and to 128 for IPv6",
                "IPV6| fd00::/120| 129|"
                        + " SubNetMask is invalid, should be lower or equal to 32 for IPv4 and to 128 for IPv6",
                "IPV6| fd00::/104| 121| New CIDR set failed; the node CIDR size is too big",
                "IPV4| fd00::/104| 120| CIDR is not v4 family: fd00::/104",
                "IPV6| 10.0.0.0/8| 24| CIDR is not v6 family: 10.0.0.0/8",
                "IPV4| 10.0.0.0/8 10.0.42.1/28| 29|"
                        + " requested CIDR 10.0.42.1/28 collides with clusterCIDR: 10.0.0.0/8, nodeMask: 29",
                "IPV4| 10.0.42.0/28 10.1.0.0/16 10.0.0.0/8| 29|"
                        + " requested CIDR 10.0.0.0/8 collides with clusterCIDR: 10.0.42.0/28, nodeMask: 29"
            })
    void whatTheOperatorRefuses(Family family, String cidrs, int mask, String text) {
        assertThat(BlockAllocator.of(family, new ClusterPool(List.of(cidrs.split(" ")), mask))
                        .error())
                .contains(text);
    }

    @Test
    void aReleasedBlockIsTakenLast() {
        BlockAllocator allocator = allocator(26, "10.0.0.0/24");
        List<Cidr> taken = take(allocator, 2);
        allocator.release(taken.get(0));

        assertThat(texts(allocator.free(9))).containsExactly("10.0.0.128/26", "10.0.0.192/26", "10.0.0.0/26");
        assertThat(texts(take(allocator, 9))).containsExactly("10.0.0.128/26", "10.0.0.192/26", "10.0.0.0/26");
        assertThat(allocator.take()).isEmpty();
        assertThat(allocator.free(9)).isEmpty();
    }

    @Test
    void theFirstCidrOfTheListWithAFreeBlockIsUsed() {
        BlockAllocator allocator = allocator(29, "10.0.42.0/28", "10.0.84.0/28");
        List<Cidr> taken = take(allocator, 3);
        allocator.release(taken.get(0));

        assertThat(texts(take(allocator, 2))).containsExactly("10.0.42.0/29", "10.0.84.8/29");
    }

    @Test
    void blocksOfNodesAreOccupied() {
        BlockAllocator allocator = allocator(29, "10.0.42.0/28", "10.0.84.0/28");

        assertThat(allocator.occupy(Cidr.parse("10.0.42.8/29"))).isEqualTo(Occupation.DONE);
        assertThat(allocator.occupy(Cidr.parse("10.0.42.8/29"))).isEqualTo(Occupation.TAKEN_BEFORE);
        assertThat(allocator.occupy(Cidr.parse("10.0.42.8/30"))).isEqualTo(Occupation.TAKEN_BEFORE);
        assertThat(allocator.occupy(Cidr.parse("10.0.99.0/29"))).isEqualTo(Occupation.OUTSIDE);
        assertThat(allocator.occupy(Cidr.parse("fd00::/64"))).isEqualTo(Occupation.OUTSIDE);
        assertThat(texts(allocator.free(9))).containsExactly("10.0.42.0/29", "10.0.84.0/29", "10.0.84.8/29");
        assertThat(allocator.occupy(Cidr.parse("10.0.42.0/30"))).isEqualTo(Occupation.DONE);
        assertThat(allocator.occupy(Cidr.parse("10.0.42.0/29"))).isEqualTo(Occupation.FULL);
        assertThat(allocator.rangeOf(Cidr.parse("10.0.42.0/29"))).isEqualTo("clusterCIDR: 10.0.42.0/28, nodeMask: 29");
        assertThat(allocator.occupy(Cidr.parse("10.0.84.0/27"))).isEqualTo(Occupation.DONE);
        assertThat(allocator.free()).isZero();
        allocator.release(Cidr.parse("10.0.84.0/27"));
        assertThat(texts(allocator.free(9))).containsExactly("10.0.84.0/29", "10.0.84.8/29");
    }

    @Test
    void noBlockIsTakenTwice() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            List<String> cidrs = List.of("10.0.0.0/2" + random.nextInt(9), "10.1.0.0/2" + random.nextInt(9));
            BlockAllocator allocator = allocator(28 + random.nextInt(3), cidrs.toArray(String[]::new));
            Set<Cidr> taken = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                if (random.nextInt(3) > 0 || taken.isEmpty()) {
                    List<Cidr> next = allocator.free(1);
                    Optional<Cidr> block = allocator.take();
                    assertThat(block.stream().toList()).isEqualTo(next);
                    assertThat(block.isEmpty()).isEqualTo(taken.size() == allocator.total());
                    block.ifPresent(found -> {
                        assertThat(taken.add(found)).isTrue();
                        assertThat(found.prefixLength()).isEqualTo(allocator.maskSize());
                        assertThat(allocator.cidrs()).anyMatch(cidr -> cidr.contains(found));
                    });
                } else {
                    Cidr back = new ArrayList<>(taken).get(random.nextInt(taken.size()));
                    allocator.release(back);
                    allocator.release(back);
                    taken.remove(back);
                }
                assertThat(allocator.used()).isEqualTo(taken.size());
                assertThat(allocator.used() + allocator.free()).isEqualTo(allocator.total());
            }
            List<Cidr> free = allocator.free(Integer.MAX_VALUE);
            assertThat(free).doesNotHaveDuplicates().doesNotContainAnyElementsOf(taken);
            assertThat(free.size() + taken.size()).isEqualTo(Math.toIntExact(allocator.total()));
        }
    }

    @Test
    void blocksOfACidrAreTakenRoundRobin() {
        Random random = new Random(7);
        BlockAllocator allocator = allocator(30, "10.0.0.0/24");
        Deque<Cidr> order = new ArrayDeque<>(allocator.free(64));
        for (int i = 0; i < 5_000; i++) {
            Cidr block = allocator.take().orElseThrow();
            assertThat(block).isEqualTo(order.removeFirst());
            if (random.nextInt(10) > 0) {
                allocator.release(block);
                order.addLast(block);
            }
            if (order.isEmpty()) {
                assertThat(allocator.take()).isEmpty();
                break;
            }
        }
        assertThat(order).isEmpty();
    }

    /** Ten thousand times, so that a list of the blocks or an iteration over them would take minutes. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void theLargestListsUseNoMemory() {
        for (int i = 0; i < 10_000; i++) {
            BlockAllocator all = allocator(32, "0.0.0.0/0");
            assertThat(all.total()).isEqualTo(1L << 32);
            assertThat(all.occupy(Cidr.parse("255.255.255.255/32"))).isEqualTo(Occupation.DONE);
            assertThat(all.take()).contains(Cidr.parse("0.0.0.0/32"));
            assertThat(all.free(3)).hasSize(3);
            assertThat(all.free()).isEqualTo((1L << 32) - 2);
        }
    }

    private static BlockAllocator allocator(int mask, String... cidrs) {
        return BlockAllocator.of(Family.IPV4, new ClusterPool(List.of(cidrs), mask))
                .value()
                .orElseThrow();
    }

    private static List<Cidr> take(BlockAllocator allocator, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> allocator.take())
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> texts(List<Cidr> cidrs) {
        return cidrs.stream().map(Cidr::toString).toList();
    }
}
