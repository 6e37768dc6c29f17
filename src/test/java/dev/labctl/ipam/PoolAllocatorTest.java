package dev.labctl.ipam;

import static dev.labctl.ipam.PodIpPoolTest.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.PoolAllocator.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator in mode multi-pool: allocates blocks until they hold the requested addresses; its errors word for word. */
class PoolAllocatorTest {
    private static final PodIpPool DEFAULT = pool("default", Family.IPV4, 27, "10.10.0.0/16");
    private static final PodIpPool ACME = pool("acme-pool", Family.IPV4, 27, "10.20.0.0/16");

    @Test
    void threeNodesGetTheBlocksOfTheLab() {
        PoolAllocator operator = operator(DEFAULT, ACME);

        assertThat(cidrs(operator.allocate("a", Map.of(), wants("default", 16))))
                .isEqualTo("default=10.10.0.0/27");
        assertThat(cidrs(operator.allocate("b", Map.of(), wants("default", 16))))
                .isEqualTo("default=10.10.0.32/27");
        assertThat(cidrs(operator.allocate("c", Map.of(), wants("default", 16))))
                .isEqualTo("default=10.10.0.64/27");
        assertThat(cidrs(operator.allocate("b", has("default=10.10.0.32/27"), wants("acme-pool", 1))))
                .isEqualTo("acme-pool=10.20.0.0/27 default=10.10.0.32/27");
    }

    @ParameterizedTest
    @CsvSource({
        "27, 0, 0",
        "27, -5, 0",
        "27, 1, 1",
        "27, 30, 1",
        "27, 31, 2",
        "27, 90, 3",
        "30, 5, 3",
        "31, 5, 3",
        "32, 5, 5"
    })
    void blocksAreAddedUntilTheyHoldWhatIsNeeded(int mask, long needed, int blocks) {
        PoolAllocator operator = operator(pool("p", Family.IPV4, mask, "10.0.0.0/16"));
        Answer answer = operator.allocate("a", Map.of(), wants("p", needed));

        assertThat(operator.blocks("p").get(Family.IPV4).used()).isEqualTo(blocks);
        assertThat(answer.allocated().values().stream().mapToLong(List::size).sum())
                .isEqualTo(blocks);
        assertThat(operator.allocate("a", answer.allocated(), wants("p", needed)))
                .isEqualTo(answer);
    }

    @Test
    void blocksAreListedInLexicalOrderIpv4First() {
        PoolAllocator operator = new PoolAllocator(EnumSet.allOf(Family.class));
        operator.upsert(new PodIpPool(
                "p",
                Map.of(
                        Family.IPV4, new ClusterPool(List.of("10.10.0.0/24"), 27),
                        Family.IPV6, new ClusterPool(List.of("fd00::/48"), 64))));

        assertThat(cidrs(operator.allocate("a", Map.of(), Map.of("p", Map.of(Family.IPV4, 150L, Family.IPV6, 1L)))))
                .isEqualTo("p=10.10.0.0/27,10.10.0.128/27,10.10.0.32/27,10.10.0.64/27,10.10.0.96/27,fd00::/64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nobody | 1 | failed to allocate ipv4 address for node \"a\" from pool \"nobody\": cannot allocate from"
                        + " non-existing pool: nobody",
                "small | 31 | failed to allocate ipv4 address for node \"a\" from pool \"small\": pool empty",
                "shorter | 1 | failed to allocate ipv4 address for node \"a\" from pool \"shorter\": pool empty",
                "ipv6 | 1 | failed to allocate ipv4 address for node \"a\" from pool \"ipv6\": pool empty"
            })
    void whatStandsOnTheCiliumNode(String name, long needed, String error) {
        PoolAllocator operator = operator(
                DEFAULT,
                pool("small", Family.IPV4, 27, "10.40.0.0/27"),
                pool("shorter", Family.IPV4, 24, "10.50.0.0/27"),
                pool("ipv6", Family.IPV6, 64, "fd00::/48"));

        assertThat(operator.allocate("a", Map.of(), wants(name, needed)).error())
                .contains(error);
    }

    @Test
    void blocksAllocatedBeforeThePoolIsEmptyAreKept() {
        PoolAllocator operator = operator(pool("p", Family.IPV4, 27, "10.40.0.0/26"));
        Answer answer = operator.allocate("a", Map.of(), wants("p", 100));

        assertThat(cidrs(answer)).isEqualTo("p=10.40.0.0/27,10.40.0.32/27");
        assertThat(answer.error()).isPresent();
    }

    @Test
    void eachFailureHasItsOwnLine() {
        PoolAllocator operator = new PoolAllocator(EnumSet.allOf(Family.class));
        operator.upsert(DEFAULT);
        Answer answer = operator.allocate(
                "a",
                Map.of(),
                new TreeMap<>(Map.of(
                        "default",
                        new TreeMap<>(Map.of(Family.IPV4, 16L, Family.IPV6, 16L)),
                        "x",
                        Map.of(Family.IPV4, 1L))));

        assertThat(answer.error())
                .contains("failed to allocate ipv6 address for node \"a\" from pool \"default\": pool empty\n"
                        + "failed to allocate ipv4 address for node \"a\" from pool \"x\": cannot allocate from"
                        + " non-existing pool: x");
        assertThat(cidrs(answer)).isEqualTo("default=10.10.0.0/27");
    }

    @Test
    void aDisabledFamilyIsNotAllocated() {
        PoolAllocator operator = operator(DEFAULT);

        assertThat(operator.allocate("a", Map.of(), Map.of("default", Map.of(Family.IPV6, 16L))))
                .isEqualTo(new Answer(Map.of(), Optional.empty()));
    }

    @Test
    void creatingThePoolFixesTheNode() {
        PoolAllocator operator = operator(DEFAULT);
        assertThat(operator.allocate("a", Map.of(), wants("acme-pool", 1)).error())
                .isPresent();
        operator.upsert(ACME);

        assertThat(operator.allocate("a", Map.of(), wants("acme-pool", 1)))
                .isEqualTo(new Answer(has("acme-pool=10.20.0.0/27"), Optional.empty()));
    }

    @Test
    void aBlockThatTheNodeNoLongerListsIsReleased() {
        PoolAllocator operator = operator(DEFAULT);
        operator.allocate("a", Map.of(), wants("default", 90));

        assertThat(cidrs(operator.allocate("a", has("default=10.10.0.32/27"), Map.of())))
                .isEqualTo("default=10.10.0.32/27");
        assertThat(operator.blocks("default").get(Family.IPV4).used()).isEqualTo(1);
        assertThat(cidrs(operator.allocate("b", Map.of(), wants("default", 1)))).isEqualTo("default=10.10.0.96/27");
        operator.remove("a");
        operator.remove("nobody");
        assertThat(operator.blocks("default").get(Family.IPV4).used()).isEqualTo(1);
    }

    @Test
    void aNodeWithoutBlocksHasNoPool() {
        PoolAllocator operator = operator(DEFAULT);
        operator.allocate("a", Map.of(), wants("default", 90));

        assertThat(operator.allocate("a", Map.of(), Map.of())).isEqualTo(new Answer(Map.of(), Optional.empty()));
    }

    @Test
    void atARestartNodesKeepTheirBlocks() {
        PoolAllocator operator = operator(DEFAULT);
        operator.allocate("a", has("default=10.10.0.0/27,10.10.0.32/27"), Map.of());
        operator.allocate("b", has("default=10.10.0.64/27"), Map.of());

        assertThat(cidrs(operator.allocate("c", Map.of(), wants("default", 1)))).isEqualTo("default=10.10.0.96/27");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default=10.10.0.0/27 | unable to reuse from pool default: cidr 10.10.0.0/27 has already been allocated",
                "default=10.99.0.0/27 | unable to reuse from pool default: cidr 10.99.0.0/27 is not part of the requested"
                        + " pool",
                "small=10.40.0.0/27 | unable to reuse from pool small: pool empty",
                "nobody=10.10.0.0/27 | cannot reuse from non-existing pool: nobody"
            })
    void whatCannotBeKept(String has, String error) {
        PoolAllocator operator = operator(DEFAULT, pool("small", Family.IPV4, 27, "10.40.0.0/27"));
        operator.allocate("a", has("default=10.10.0.0/27 small=10.40.0.0/27"), Map.of());

        assertThat(operator.allocate("b", has(has), Map.of())).isEqualTo(new Answer(Map.of(), Optional.of(error)));
    }

    @Test
    void aPoolCanGetCidrsButNotChangeItsMasks() {
        PoolAllocator operator = operator(pool("p", Family.IPV4, 27, "10.40.0.0/27"));
        operator.allocate("a", Map.of(), wants("p", 1));

        assertThat(operator.upsert(pool("p", Family.IPV4, 26, "10.40.0.0/27")))
                .contains("cannot change IPv4 mask size in existing pool \"p\"");
        assertThat(operator.upsert(new PodIpPool(
                        "p",
                        Map.of(
                                Family.IPV4, new ClusterPool(List.of("10.40.0.0/27"), 27),
                                Family.IPV6, new ClusterPool(List.of("fd00::/48"), 64)))))
                .contains("cannot change IPv6 mask size in existing pool \"p\"");
        assertThat(operator.upsert(pool("p", Family.IPV4, 27, "10.40.0.0/27", "ten")))
                .contains("invalid CIDR address: ten");
        assertThat(operator.allocate("b", Map.of(), wants("p", 1)).error()).isPresent();
        assertThat(operator.upsert(pool("p", Family.IPV4, 27, "10.40.0.0/27", "10.41.0.0/27")))
                .isEmpty();
        assertThat(cidrs(operator.allocate("b", Map.of(), wants("p", 1)))).isEqualTo("p=10.41.0.0/27");
    }

    @Test
    void aBlockOfARemovedCidrCannotBeReleased() {
        PoolAllocator operator = operator(pool("p", Family.IPV4, 27, "10.40.0.0/26", "10.41.0.0/26"));
        operator.allocate("a", Map.of(), wants("p", 1));
        operator.upsert(pool("p", Family.IPV4, 27, "10.41.0.0/26"));
        Answer answer = operator.allocate("a", Map.of(), Map.of());

        assertThat(answer.error())
                .contains("unable to release from pool p: released cidr 10.40.0.0/27 was not part the pool");
        assertThat(cidrs(operator.allocate("b", Map.of(), wants("p", 1)))).isEqualTo("p=10.41.0.0/27");
    }

    @Test
    void aDeletedPoolIsRemoved() {
        PoolAllocator operator = operator(DEFAULT, ACME);
        operator.allocate("a", Map.of(), wants("acme-pool", 1));

        assertThat(operator.delete("acme-pool")).isEmpty();
        assertThat(operator.delete("acme-pool")).contains("pool \"acme-pool\" requested for deletion doesn't exist");
        assertThat(operator.pools()).containsExactly("default");
        assertThat(operator.blocks("acme-pool")).isEmpty();
        assertThat(operator.allocate("a", has("acme-pool=10.20.0.0/27"), Map.of()))
                .isEqualTo(new Answer(Map.of(), Optional.of("cannot reuse from non-existing pool: acme-pool")));
    }

    @Test
    void anInvalidPoolDoesNotExist() {
        PoolAllocator operator = operator();

        assertThat(operator.upsert(pool("p", Family.IPV4, 33, "10.40.0.0/26"))).isPresent();
        assertThat(operator.pools()).isEmpty();
    }

    @Test
    void noBlockIsAllocatedToTwoNodes() {
        Random random = new Random(10);
        for (int round = 0; round < 100; round++) {
            PoolAllocator operator = operator(
                    pool("p", Family.IPV4, 27, "10.40.0.0/24", "10.41.0.0/25"),
                    pool("q", Family.IPV4, 28, "10.50.0.0/25"));
            Map<String, Answer> nodes = new HashMap<>();
            for (int i = 0; i < 200; i++) {
                String node = "n" + random.nextInt(6);
                Map<String, List<Cidr>> had =
                        nodes.containsKey(node) ? nodes.get(node).allocated() : Map.of();
                if (random.nextInt(10) == 0) {
                    operator.remove(node);
                    nodes.remove(node);
                } else {
                    Map<String, List<Cidr>> kept = new TreeMap<>(had);
                    kept.keySet().removeIf(pool -> random.nextInt(4) == 0);
                    String pool = random.nextBoolean() ? "p" : "q";
                    nodes.put(node, operator.allocate(node, kept, wants(pool, random.nextInt(120))));
                }
                Set<Cidr> all = new HashSet<>();
                List<Cidr> given = new ArrayList<>();
                nodes.values().forEach(answer -> answer.allocated().values().forEach(given::addAll));
                assertThat(given).allSatisfy(cidr -> assertThat(all.add(cidr)).isTrue());
                assertThat(operator.blocks("p").get(Family.IPV4).used()
                                + operator.blocks("q").get(Family.IPV4).used())
                        .isEqualTo(given.size());
            }
        }
    }

    private static PoolAllocator operator(PodIpPool... pools) {
        PoolAllocator operator = new PoolAllocator(Set.of(Family.IPV4));
        Arrays.stream(pools).forEach(pool -> assertThat(operator.upsert(pool)).isEmpty());
        return operator;
    }

    private static Map<String, Map<Family, Long>> wants(String pool, long needed) {
        return Map.of(pool, Map.of(Family.IPV4, needed));
    }

    private static Map<String, List<Cidr>> has(String text) {
        return Arrays.stream(text.split(" "))
                .map(pool -> pool.split("=", -1))
                .collect(Collectors.toMap(pool -> pool[0], pool -> Arrays.stream(pool[1].split(","))
                        .map(Cidr::parse)
                        .toList()));
    }

    private static String cidrs(Answer answer) {
        return answer.allocated().entrySet().stream()
                .map(pool -> pool.getKey() + "="
                        + pool.getValue().stream().map(Cidr::toString).collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));
    }
}
