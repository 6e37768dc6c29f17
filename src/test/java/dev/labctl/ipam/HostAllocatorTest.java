package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses of a node's CIDR: none twice, none outside, never the first or the last, in no predictable order. */
class HostAllocatorTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.42.8/29, 10.0.42.9, 10.0.42.14, 6",
        "10.0.42.8/30, 10.0.42.9, 10.0.42.10, 2",
        "10.0.42.8/31, 10.0.42.8, 10.0.42.9, 2",
        "10.0.42.8/32, 10.0.42.8, 10.0.42.8, 1",
        "10.244.1.0/24, 10.244.1.1, 10.244.1.254, 254",
        "fd00::100/120, fd00::101, fd00::1fe, 254",
        "fd00:10:244:1::/64, fd00:10:244:1::1, fd00:10:244:1::fffe, 65534"
    })
    void everyUsableAddressIsGivenOutOnce(String cidr, String first, String last, int usable) {
        HostAllocator allocator = new HostAllocator(Cidr.parse(cidr), new Random(8));
        Set<IpAddress> given = new TreeSet<>();
        IntStream.range(0, usable).forEach(i -> given.add(allocator.take().orElseThrow()));

        assertThat(given).hasSize(usable);
        assertThat(given.iterator().next()).hasToString(first);
        assertThat(((TreeSet<IpAddress>) given).last()).hasToString(last);
        assertThat(given).noneMatch(allocator::occupy);
        assertThat(allocator.take()).isEmpty();
        assertThat(allocator.used()).isEqualTo(usable);
        assertThat(allocator.free()).isZero();
    }

    @Test
    void theSearchStartsAtARandomAddressAndContinuesWithTheNext() {
        HostAllocator allocator = new HostAllocator(Cidr.parse("10.0.0.0/29"), new Fixed(4));

        assertThat(IntStream.range(0, 7).mapToObj(i -> allocator.take()).map(Optional::toString))
                .containsExactly(
                        "Optional[10.0.0.5]",
                        "Optional[10.0.0.6]",
                        "Optional[10.0.0.1]",
                        "Optional[10.0.0.2]",
                        "Optional[10.0.0.3]",
                        "Optional[10.0.0.4]",
                        "Optional.empty");
    }

    @Test
    void aSpecificAddressCanBeAllocatedAgain() {
        HostAllocator allocator = new HostAllocator(Cidr.parse("10.0.0.0/29"), new Fixed(0));

        assertThat(allocator.occupy(IpAddress.parse("10.0.0.1"))).isTrue();
        assertThat(allocator.occupy(IpAddress.parse("10.0.0.1"))).isFalse();
        assertThat(allocator.take()).contains(IpAddress.parse("10.0.0.2"));
        assertThat(allocator.used()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/29, 10.0.0.0",
        "10.0.0.0/29, 10.0.0.7",
        "10.0.0.0/29, 10.0.0.8",
        "10.0.0.0/29, ::a00:1",
        "fd00::/64, fd00::ffff",
        "fd00::/64, fd00::1:0:0:0",
        "fd00::/64, fd00::"
    })
    void anAddressThatIsNeverGivenOut(String cidr, String address) {
        HostAllocator allocator = new HostAllocator(Cidr.parse(cidr), new Fixed(0));

        assertThat(allocator.occupy(IpAddress.parse(address))).isFalse();
        allocator.release(IpAddress.parse(address));
        assertThat(allocator.used()).isZero();
    }

    @Test
    void usedAndFreeAlwaysAddUp() {
        Random random = new Random(9);
        for (int round = 0; round < 200; round++) {
            Cidr cidr = random.nextBoolean()
                    ? Cidr.parse("10.0.0.0/" + (24 + random.nextInt(9)))
                    : Cidr.parse("fd00::/" + (118 + random.nextInt(11)));
            HostAllocator allocator = new HostAllocator(cidr, random);
            Set<IpAddress> given = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                if (random.nextInt(3) > 0 || given.isEmpty()) {
                    Optional<IpAddress> address = allocator.take();
                    assertThat(address.isEmpty()).isEqualTo(given.size() == HostAllocator.usable(cidr));
                    address.ifPresent(found -> {
                        assertThat(given.add(found)).isTrue();
                        assertThat(cidr.contains(found)).isTrue();
                        assertThat(cidr.hostBits() > 1 && (found.equals(cidr.first()) || found.equals(cidr.last())))
                                .isFalse();
                    });
                } else {
                    IpAddress back = new ArrayList<>(given).get(random.nextInt(given.size()));
                    allocator.release(back);
                    given.remove(back);
                }
                assertThat(allocator.used()).isEqualTo(given.size());
                assertThat(allocator.used() + allocator.free()).isEqualTo(HostAllocator.usable(cidr));
            }
            assertThat(given).noneMatch(allocator::occupy);
        }
    }

    /** A list of a block's addresses would not fit into memory, and an iteration over them would take hours. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void aLargeBlockUsesMemoryForAllocatedAddressesOnly() {
        List<HostAllocator> nodes = IntStream.range(0, 1_000)
                .mapToObj(i -> new HostAllocator(Cidr.parse("0.0.0.0/2"), new Random(i)))
                .toList();
        nodes.forEach(node -> IntStream.range(0, 20).forEach(i -> node.take()));
        assertThat(nodes).allSatisfy(node -> assertThat(node.used()).isEqualTo(20));
    }

    /** Not random: each search starts at the same offset. */
    private static final class Fixed extends Random {
        private static final long serialVersionUID = 1;
        private final long offset;

        Fixed(long offset) {
            this.offset = offset;
        }

        @Override
        public long nextLong(long bound) {
            return offset;
        }
    }
}
