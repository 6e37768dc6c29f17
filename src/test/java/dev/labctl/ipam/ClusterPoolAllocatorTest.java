package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator in mode cluster-pool: one block per family and node, kept for its lifetime, all families or none. */
class ClusterPoolAllocatorTest {
    private static final ClusterPool TINY = new ClusterPool(List.of("10.0.42.0/28", "10.0.84.0/28"), 29);

    @Test
    void threeNodesGetBlocksOfTheSmallPool() {
        ClusterPoolAllocator operator = operator(Map.of(Family.IPV4, TINY));

        assertThat(cidrs(operator.allocate("a"))).containsExactly("10.0.42.0/29");
        assertThat(cidrs(operator.allocate("b"))).containsExactly("10.0.42.8/29");
        assertThat(cidrs(operator.allocate("c"))).containsExactly("10.0.84.0/29");
        assertThat(operator.blocks().get(Family.IPV4).free(9)).containsExactly(Cidr.parse("10.0.84.8/29"));
        assertThat(cidrs(operator.allocate("a"))).containsExactly("10.0.42.0/29");
        assertThat(cidrs(operator.allocate("d"))).containsExactly("10.0.84.8/29");
        assertThat(operator.allocate("e").error()).contains("allocator full");
    }

    @Test
    void aBlockIsReleasedOnlyWithItsNode() {
        ClusterPoolAllocator operator = operator(Map.of(Family.IPV4, TINY));
        List.of("a", "b", "c", "d").forEach(operator::allocate);
        operator.remove("b");
        operator.remove("nobody");

        assertThat(cidrs(operator.allocate("e"))).containsExactly("10.0.42.8/29");
    }

    @Test
    void aMaskShorterThanThePoolGivesNoBlock() {
        ClusterPoolAllocator operator = operator(Map.of(Family.IPV4, new ClusterPool(List.of("10.0.42.0/28"), 24)));

        assertThat(operator.allocate("a").error()).contains("allocator full");
    }

    @Test
    void aNodeGetsBothFamiliesOrNone() {
        ClusterPoolAllocator operator = operator(Map.of(
                Family.IPV6, new ClusterPool(List.of("fd00::/119"), 120),
                Family.IPV4, new ClusterPool(List.of("10.0.0.0/22"), 24)));

        assertThat(cidrs(operator.allocate("a"))).containsExactly("10.0.0.0/24", "fd00::/120");
        assertThat(cidrs(operator.allocate("b"))).containsExactly("10.0.1.0/24", "fd00::100/120");
        assertThat(operator.allocate("c").error()).contains("allocator full");
        assertThat(operator.blocks().get(Family.IPV4).used()).isEqualTo(2);
        operator.remove("a");
        assertThat(cidrs(operator.allocate("c"))).containsExactly("10.0.3.0/24", "fd00::/120");
    }

    @Test
    void blocksOfNodesAreRestoredAfterARestart() {
        ClusterPoolAllocator operator = operator(Map.of(Family.IPV4, TINY));

        assertThat(cidrs(operator.restore("a", cidrs("10.0.42.8/29")))).containsExactly("10.0.42.8/29");
        assertThat(cidrs(operator.restore("a", cidrs("10.0.42.0/29")))).containsExactly("10.0.42.8/29");
        assertThat(cidrs(operator.allocate("b"))).containsExactly("10.0.42.0/29");
        assertThat(cidrs(operator.allocate("c"))).containsExactly("10.0.84.0/29");
        assertThat(cidrs(operator.restore("d", List.of()))).containsExactly("10.0.84.8/29");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.42.8/29| requested CIDR (10.0.42.8/29) is already allocated",
                "10.0.84.0/29| allocator clusterCIDR: 10.0.84.0/28, nodeMask: 29 full",
                "10.0.99.0/29| allocator not configured for the requested CIDR 10.0.99.0/29",
                "10.0.42.0/29 10.0.99.0/29| allocator not configured for the requested CIDR 10.0.99.0/29",
                "fd00::/120 fd00::100/120|"
                        + " unable to allocate CIDR [fd00::/120 fd00::100/120] since allocator for IPv6 addresses does not"
                        + " exist"
            })
    void whatCannotBeTakenOver(String cidrs, String text) {
        ClusterPoolAllocator operator = operator(Map.of(Family.IPV4, TINY));
        operator.restore("a", cidrs("10.0.42.8/29"));
        operator.restore("b", cidrs("10.0.84.0/28"));

        assertThat(operator.restore("c", cidrs(cidrs)).error()).contains(text);
        assertThat(operator.blocks().get(Family.IPV4).used()).isEqualTo(3);
    }

    @Test
    void aMissingFamilyIsAllocatedOnRestore() {
        ClusterPoolAllocator operator =
                operator(Map.of(Family.IPV4, TINY, Family.IPV6, new ClusterPool(List.of("fd00::/104"), 120)));

        assertThat(cidrs(operator.restore("a", cidrs("10.0.42.8/29")))).containsExactly("10.0.42.8/29", "fd00::/120");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4| 10.0.0.0/8 10.0.42.0/28| 24| unable to initialize IPv4 allocator: requested CIDR 10.0.42.0/28"
                        + " collides with clusterCIDR: 10.0.0.0/8, nodeMask: 24",
                "IPV4| 10.0.0.0/8| 33| unable to initialize IPv4 allocator: SubNetMask is invalid, should be lower or"
                        + " equal to 32 for IPv4 and to 128 for IPv6",
                "IPV6| fd00::/48| 65| unable to initialize IPv6 allocator: New CIDR set failed; the node CIDR size is"
                        + " too big",
                "IPV6| fd00::| 64| unable to initialize IPv6 allocator: invalid CIDR address: fd00::"
            })
    void theOperatorDiesOfAListThatItCannotUse(Family family, String cidrs, int mask, String text) {
        Map<Family, ClusterPool> pools = Map.of(family, new ClusterPool(List.of(cidrs.split(" ")), mask));

        assertThat(ClusterPoolAllocator.of(pools).error()).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"IPV4, cluster-pool-ipv4-cidr", "IPV6, cluster-pool-ipv6-cidr"})
    void anEmptyListIsFatalForTheOperator(Family family, String key) {
        assertThat(ClusterPoolAllocator.of(Map.of(family, new ClusterPool(List.of(), 24)))
                        .error())
                .contains(key + " must be provided when using ClusterPool");
    }

    private static ClusterPoolAllocator operator(Map<Family, ClusterPool> pools) {
        return ClusterPoolAllocator.of(pools).value().orElseThrow();
    }

    private static List<Cidr> cidrs(String texts) {
        return List.of(texts.split(" ")).stream().map(Cidr::parse).toList();
    }

    private static List<String> cidrs(Attempt<List<Cidr>> attempt) {
        return attempt.value().orElseThrow().stream().map(Cidr::toString).toList();
    }
}
