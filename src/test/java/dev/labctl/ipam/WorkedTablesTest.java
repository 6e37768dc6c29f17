package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The labs of the chapter on IPAM, each with three nodes: their blocks, slots, and stuck pods. */
class WorkedTablesTest {
    private static final Infrastructure DEFAULT = Infrastructure.ofValues(Map.of());
    private static final List<String> NODES = List.of("control-plane", "worker", "worker2");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4 | | 10.244.0.0/24 10.244.1.0/24 10.244.2.0/24 | 254 | 252",
                "IPV4 IPV6 | | 10.244.0.0/24 10.244.1.0/24 10.244.2.0/24"
                        + " fd00:10:244::/64 fd00:10:244:1::/64 fd00:10:244:2::/64 | 254 | 252",
                "IPV6 | fd00:10:244::/48 | fd00:10:244::/64 fd00:10:244:1::/64 fd00:10:244:2::/64 | 65534 | 65532"
            })
    void modeKubernetes(String families, String subnet, String blocks, long usable, long slots) {
        ClusterSubnets subnets = ClusterSubnets.ofKind(
                Optional.ofNullable(subnet),
                Optional.empty(),
                Set.of(Arrays.stream(families.split(" ")).map(Family::valueOf).toArray(Family[]::new)));

        check(RangeAllocator.of(subnets).value().orElseThrow(), blocks, usable, slots);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/8 | 24 | 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24 | 254 | 252",
                "10.0.42.0/28 10.0.84.0/28 | 29 | 10.0.42.0/29 10.0.42.8/29 10.0.84.0/29 | 6 | 4"
            })
    void modeClusterPool(String cidrs, int mask, String blocks, long usable, long slots) {
        Map<Family, ClusterPool> pools = Map.of(Family.IPV4, new ClusterPool(List.of(cidrs.split(" ")), mask));

        check(ClusterPoolAllocator.of(pools).value().orElseThrow(), blocks, usable, slots);
    }

    private static void check(NodeCidrAllocator allocator, String blocks, long usable, long slots) {
        List<String> given = new ArrayList<>();
        for (String node : NODES) {
            List<Cidr> cidrs = allocator.allocate(node).value().orElseThrow();
            cidrs.forEach(cidr -> given.add(cidr.toString()));
            assertThat(cidrs.stream().mapToLong(HostAllocator::usable).min()).hasValue(usable);
            assertThat(DEFAULT.slots(cidrs)).isEqualTo(slots);
            assertThat(DEFAULT.failure(cidrs)).isEmpty();
        }
        assertThat(given).containsExactlyInAnyOrder(blocks.split(" "));
    }

    /** Of ten pods on the node, as many run as there are slots left after the system pods. */
    @ParameterizedTest
    @CsvSource({"0, 4, 6", "1, 3, 7", "2, 2, 8", "3, 1, 9"})
    void theSmallPoolLeavesPodsStuck(int systemPods, int running, int stuck) {
        HostAllocator node = new HostAllocator(Cidr.parse("10.0.42.8/29"), new Random(14));
        IntStream.range(0, DEFAULT.count() + systemPods)
                .forEach(i -> assertThat(node.take()).isPresent());
        long addressed =
                IntStream.range(0, 10).filter(i -> node.take().isPresent()).count();

        assertThat(addressed).isEqualTo(running);
        assertThat(10 - addressed).isEqualTo(stuck);
        assertThat(node.used()).isEqualTo(6);
    }

    @Test
    void theSmallPoolHasFourBlocksAndNoneForAFifthNode() {
        ClusterPoolAllocator operator = ClusterPoolAllocator.of(
                        Map.of(Family.IPV4, new ClusterPool(List.of("10.0.42.0/28", "10.0.84.0/28"), 29)))
                .value()
                .orElseThrow();
        NODES.forEach(operator::allocate);

        assertThat(operator.blocks().get(Family.IPV4).free(9)).containsExactly(Cidr.parse("10.0.84.8/29"));
        assertThat(operator.allocate("worker3").value()).isPresent();
        assertThat(operator.allocate("worker4").error()).contains("allocator full");
    }

    @Test
    void modeMultiPool() {
        Map<String, PodIpPool> pools = Map.of(
                "default", PodIpPoolTest.pool("default", Family.IPV4, 27, "10.10.0.0/16"),
                "acme-pool", PodIpPoolTest.pool("acme-pool", Family.IPV4, 27, "10.20.0.0/16"),
                "foobar-pool", PodIpPoolTest.pool("foobar-pool", Family.IPV4, 27, "10.30.0.0/16"));
        PoolAllocator operator = new PoolAllocator(Set.of(Family.IPV4));
        pools.values().forEach(operator::upsert);
        MultiPoolSettings settings =
                MultiPoolSettings.ofValues(Map.of()).value().orElseThrow();
        List<String> given = new ArrayList<>();
        for (String node : NODES) {
            Map<Family, Long> needed = new EnumMap<>(Map.of(Family.IPV4, settings.demand("default", DEFAULT.count())));
            assertThat(needed).containsEntry(Family.IPV4, 16L);
            operator.allocate(node, Map.of(), Map.of("default", needed))
                    .allocated()
                    .values()
                    .forEach(cidrs -> cidrs.forEach(cidr -> given.add(cidr.toString())));
        }

        assertThat(given).containsExactly("10.10.0.0/27", "10.10.0.32/27", "10.10.0.64/27");
        assertThat(HostAllocator.usable(Cidr.parse("10.10.0.0/27"))).isEqualTo(30);
        assertThat(operator.blocks("acme-pool").get(Family.IPV4).free(1)).containsExactly(Cidr.parse("10.20.0.0/27"));
        assertThat(operator.blocks("foobar-pool").get(Family.IPV4).free(1)).containsExactly(Cidr.parse("10.30.0.0/27"));
        assertThat(operator.blocks("acme-pool").get(Family.IPV4).used()).isZero();
    }

    @Test
    void theKubeletsLimitAppliesBeforeASlash24IsFull() {
        assertThat(DEFAULT.slots(Cidr.parse("10.244.0.0/24"))).isGreaterThan(NodeShape.MAX_PODS);
    }
}
