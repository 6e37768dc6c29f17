package dev.labctl.ipam;

import static dev.labctl.ipam.PodIpPoolTest.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.NodePools.Spec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The agent in mode multi-pool: addresses from its blocks, its requests, and the blocks that it releases. */
class NodePoolsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final MultiPoolSettings CHART = new MultiPoolSettings("default", Map.of("default", 8));

    private final NodePools agent = new NodePools(CHART, Set.of(Family.IPV4), new Random(11));

    @Test
    void anAgentIsReadyOnceItHasTheDefaultPool() {
        assertThat(agent.isReady()).isFalse();
        assertThat(agent.sync(NOW)).hasToString("Spec[requested={" + request("default", 8) + "}, allocated={}]");
        agent.update(has("default", "10.10.0.0/27"));
        assertThat(agent.isReady()).isTrue();
        allocate(2, "infrastructure", "default");
        assertThat(agent.sync(NOW).requested()).hasToString("{" + request("default", 16) + "}");
    }

    @Test
    void aPoolIsRequestedWhenAPodWaits() {
        agent.update(has("default", "10.10.0.0/27"));

        assertThat(agent.allocate("acme-corp/web", "acme-pool", Family.IPV4, NOW)
                        .error())
                .contains("unable to allocate from pool \"acme-pool\" (family ipv4): pool not (yet) available");
        assertThat(agent.sync(NOW).requested())
                .hasToString("{" + request("acme-pool", 1) + ", " + request("default", 8) + "}");
        agent.update(has("acme-pool", "10.20.0.0/27"));
        assertThat(address("acme-corp/web", "acme-pool")).startsWith("10.20.0.");
        assertThat(agent.sync(NOW).requested())
                .hasToString("{" + request("acme-pool", 1) + ", " + request("default", 8) + "}");
    }

    @Test
    void aWaitingPodCountsOnceAndExpiresAfterFiveMinutes() {
        agent.allocate("a", "acme-pool", Family.IPV4, NOW);
        agent.allocate("a", "acme-pool", Family.IPV4, NOW.plusSeconds(10));
        agent.allocate("b", "acme-pool", Family.IPV4, NOW.plusSeconds(60));

        assertThat(agent.sync(NOW.plusSeconds(60)).requested()).containsEntry("acme-pool", Map.of(Family.IPV4, 2L));
        assertThat(agent.sync(NOW.plusSeconds(310)).requested()).containsEntry("acme-pool", Map.of(Family.IPV4, 2L));
        assertThat(agent.sync(NOW.plusSeconds(311)).requested()).containsEntry("acme-pool", Map.of(Family.IPV4, 1L));
        assertThat(agent.sync(NOW.plus(Duration.ofMinutes(7))).requested()).containsOnlyKeys("default");
    }

    @Test
    void fullBlocksAreReportedAndMoreAddressesRequested() {
        agent.update(has("acme-pool", "10.20.0.0/30", "10.20.0.4/30"));
        List<String> given = new ArrayList<>();
        IntStream.range(0, 4).forEach(i -> given.add(address("pod" + i, "acme-pool")));

        assertThat(given.subList(0, 2)).containsExactlyInAnyOrder("10.20.0.1", "10.20.0.2");
        assertThat(given.subList(2, 4)).containsExactlyInAnyOrder("10.20.0.5", "10.20.0.6");
        assertThat(agent.allocate("pod4", "acme-pool", Family.IPV4, NOW).error())
                .contains("all pod CIDR ranges are exhausted");
        assertThat(agent.sync(NOW).requested()).containsEntry("acme-pool", Map.of(Family.IPV4, 5L));
        agent.release(IpAddress.parse("10.20.0.5"), "acme-pool");
        assertThat(address("pod4", "acme-pool")).isEqualTo("10.20.0.5");
        assertThat(agent.blocks("acme-pool", Family.IPV4))
                .extracting(HostAllocator::used)
                .containsExactly(2L, 2L);
    }

    @Test
    void anEmptyBlockIsReleasedIfEnoughAddressesStayFree() {
        agent.update(has("default", "10.10.0.0/27", "10.10.0.32/27"));
        allocate(2, "infrastructure", "default");

        assertThat(agent.sync(NOW).allocated()).isEqualTo(has("default", "10.10.0.0/27"));
    }

    @Test
    void theLastBlocksAreReleasedFirst() {
        agent.update(has("default", "10.10.0.0/27", "10.10.0.32/27", "10.10.0.64/27"));

        assertThat(agent.sync(NOW).allocated()).isEqualTo(has("default", "10.10.0.0/27"));
    }

    @Test
    void anEmptyBlockIsKeptIfTooFewAddressesWouldBeFree() {
        agent.update(has("default", "10.10.0.0/27", "10.10.0.32/27"));
        List<String> given = allocate(17, "pod", "default");

        assertThat(agent.sync(NOW).requested()).containsEntry("default", Map.of(Family.IPV4, 32L));
        assertThat(agent.sync(NOW).allocated()).isEqualTo(has("default", "10.10.0.0/27", "10.10.0.32/27"));
        agent.release(IpAddress.parse(given.get(0)), "default");
        assertThat(agent.sync(NOW).allocated()).isEqualTo(has("default", "10.10.0.0/27"));
    }

    @Test
    void aBlockWithAnAddressInUseIsNeverReleased() {
        agent.update(has("acme-pool", "10.20.0.0/27", "10.20.0.32/27"));

        assertThat(agent.occupy(IpAddress.parse("10.20.0.33"), "acme-pool")).isTrue();
        assertThat(agent.sync(NOW).allocated()).isEqualTo(has("acme-pool", "10.20.0.32/27"));
        agent.release(IpAddress.parse("10.20.0.33"), "acme-pool");
        assertThat(agent.sync(NOW).allocated()).isEmpty();
        assertThat(agent.allocate("pod", "acme-pool", Family.IPV4, NOW).error())
                .hasValueSatisfying(text -> assertThat(text).endsWith("pool not (yet) available"));
    }

    @Test
    void anAddressInUseBeforeARestartIsOccupied() {
        agent.update(has("default", "10.10.0.0/27"));

        assertThat(agent.occupy(IpAddress.parse("10.10.0.5"), "default")).isTrue();
        assertThat(agent.occupy(IpAddress.parse("10.10.0.5"), "default")).isFalse();
        assertThat(agent.occupy(IpAddress.parse("10.10.0.0"), "default")).isFalse();
        assertThat(agent.occupy(IpAddress.parse("10.99.0.5"), "default")).isFalse();
        assertThat(agent.occupy(IpAddress.parse("10.10.0.6"), "nobody")).isFalse();
    }

    @Test
    void aRemovedBlockGivesNoNewAddresses() {
        agent.update(has("acme-pool", "10.20.0.0/30", "10.20.0.4/30"));
        String kept = address("pod", "acme-pool");
        agent.update(has("acme-pool"));

        assertThat(agent.allocate("other", "acme-pool", Family.IPV4, NOW).error())
                .contains("all pod CIDR ranges are exhausted");
        assertThat(agent.sync(NOW).allocated()).isEqualTo(has("acme-pool", "10.20.0.0/30"));
        agent.release(IpAddress.parse(kept), "acme-pool");
        agent.update(has("acme-pool"));
        assertThat(agent.sync(NOW).allocated()).isEmpty();
    }

    @Test
    void aFamilyThatAPoolLacksIsUnavailable() {
        NodePools dual = new NodePools(CHART, EnumSet.allOf(Family.class), new Random(12));
        dual.update(has("default", "10.10.0.0/27"));

        assertThat(dual.isReady()).isFalse();
        assertThat(dual.allocate("pod", "acme-pool", Family.IPV6, NOW).error())
                .contains("unable to allocate from pool \"acme-pool\" (family ipv6): pool not (yet) available");
        assertThat(dual.allocate("pod", "default", Family.IPV6, NOW).error())
                .contains("all pod CIDR ranges are exhausted");
        dual.update(has("default", "10.10.0.0/27", "fd00::/64"));
        assertThat(dual.isReady()).isTrue();
        assertThat(dual.allocate("pod", "default", Family.IPV6, NOW).value()).isPresent();
        assertThat(dual.sync(NOW).allocated()).isEqualTo(has("default", "10.10.0.0/27", "fd00::/64"));
    }

    @Test
    void agentAndOperatorConvergeToThePrediction() {
        Infrastructure infrastructure = new Infrastructure(false, true);
        for (int pods = 0; pods <= 110; pods++) {
            PoolAllocator operator = new PoolAllocator(Set.of(Family.IPV4));
            operator.upsert(pool("default", Family.IPV4, 27, "10.10.0.0/16"));
            operator.upsert(pool("acme-pool", Family.IPV4, 27, "10.20.0.0/16"));
            NodePools node = new NodePools(CHART, Set.of(Family.IPV4), new Random(pods));
            turn(operator, node);
            fill(operator, node, "default", pods + infrastructure.count());
            fill(operator, node, "acme-pool", pods);

            assertThat(node.blocks("default", Family.IPV4))
                    .hasSize((int) CHART.blocks("default", Family.IPV4, 27, pods, infrastructure));
            assertThat(node.blocks("acme-pool", Family.IPV4))
                    .hasSize((int) CHART.blocks("acme-pool", Family.IPV4, 27, pods, infrastructure));
        }
    }

    @Test
    void addressesAreUniqueAndFromTheirPool() {
        Random random = new Random(13);
        PoolAllocator operator = new PoolAllocator(Set.of(Family.IPV4));
        operator.upsert(pool("default", Family.IPV4, 28, "10.10.0.0/24"));
        operator.upsert(pool("acme-pool", Family.IPV4, 29, "10.20.0.0/25"));
        List<NodePools> nodes = IntStream.range(0, 3)
                .mapToObj(i -> new NodePools(CHART, Set.of(Family.IPV4), random))
                .toList();
        List<String> names = List.of("default", "acme-pool");
        List<Set<IpAddress>> given = List.of(new TreeSet<>(), new TreeSet<>());
        for (int i = 0; i < 20_000; i++) {
            int which = random.nextInt(2);
            int at = random.nextInt(3);
            NodePools node = nodes.get(at);
            if (random.nextInt(5) == 0) {
                node.update(operator.allocate(
                                "n" + at,
                                node.sync(NOW).allocated(),
                                node.sync(NOW).requested())
                        .allocated());
            } else if (random.nextInt(5) < 3) {
                node.allocate("pod" + i % 20, names.get(which), Family.IPV4, NOW)
                        .value()
                        .ifPresent(address ->
                                assertThat(given.get(which).add(address)).isTrue());
            } else {
                List<HostAllocator> blocks = node.blocks(names.get(which), Family.IPV4);
                given.get(which).stream()
                        .filter(address ->
                                blocks.stream().anyMatch(block -> block.cidr().contains(address)))
                        .findAny()
                        .ifPresent(address -> {
                            node.release(address, names.get(which));
                            assertThat(given.get(which).remove(address)).isTrue();
                        });
            }
        }
        assertThat(given.get(0)).allMatch(address -> Cidr.parse("10.10.0.0/24").contains(address));
        assertThat(given.get(1)).allMatch(address -> Cidr.parse("10.20.0.0/25").contains(address));
        assertThat(given).allSatisfy(addresses -> assertThat(addresses).isNotEmpty());
    }

    private static void fill(PoolAllocator operator, NodePools node, String pool, int count) {
        for (int i = 0; i < count; i++) {
            String owner = pool + i;
            while (node.allocate(owner, pool, Family.IPV4, NOW).value().isEmpty()) {
                turn(operator, node);
            }
        }
        turn(operator, node);
    }

    private static void turn(PoolAllocator operator, NodePools node) {
        Spec spec = node.sync(NOW);
        node.update(
                operator.allocate("node", spec.allocated(), spec.requested()).allocated());
    }

    private List<String> allocate(int count, String owner, String pool) {
        return IntStream.range(0, count).mapToObj(i -> address(owner + i, pool)).toList();
    }

    private String address(String owner, String pool) {
        return agent.allocate(owner, pool, Family.IPV4, NOW)
                .value()
                .orElseThrow()
                .toString();
    }

    private static Map<String, List<Cidr>> has(String pool, String... cidrs) {
        return Map.of(pool, Arrays.stream(cidrs).map(Cidr::parse).toList());
    }

    private static String request(String pool, long needed) {
        return pool + "={IPv4=" + needed + "}";
    }
}
