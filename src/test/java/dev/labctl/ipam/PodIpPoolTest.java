package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools from manifests and Helm values, and their problems. */
class PodIpPoolTest {
    @Test
    void aPoolIsReadFromAManifest() {
        Map<String, Object> manifest = Map.of(
                "apiVersion",
                "cilium.io/v2alpha1",
                "kind",
                "CiliumPodIPPool",
                "metadata",
                Map.of("name", "acme-pool"),
                "spec",
                Map.of("ipv4", part(27L, "10.20.0.0/16"), "ipv6", part(64L, "fd00:20::/48", "fd00:21::/48")));

        assertThat(PodIpPool.of(manifest))
                .contains(new PodIpPool(
                        "acme-pool",
                        Map.of(
                                Family.IPV4, new ClusterPool(List.of("10.20.0.0/16"), 27),
                                Family.IPV6, new ClusterPool(List.of("fd00:20::/48", "fd00:21::/48"), 64))));
        assertThat(PodIpPool.of(manifest).orElseThrow().problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cilium.io/v2alpha1, CiliumLoadBalancerIPPool",
        "cilium.io/v2, CiliumPodIPPool",
        "v1, Pod",
    })
    void otherObjectsAreNoPools(String apiVersion, String kind) {
        assertThat(PodIpPool.of(Map.of("apiVersion", apiVersion, "kind", kind, "metadata", Map.of("name", "a"))))
                .isEmpty();
    }

    @Test
    void theOperatorsPoolsAreReadFromValues() {
        Map<String, Object> pools = Map.of(
                "other", Map.of("ipv6", part(64L, "fd00::/48")),
                "default", Map.of("ipv4", part(27L, "10.10.0.0/16")));

        assertThat(PodIpPool.ofValues(Map.of("ipam", Map.of("operator", Map.of("autoCreateCiliumPodIPPools", pools)))))
                .containsExactly(
                        pool("default", Family.IPV4, 27, "10.10.0.0/16"), pool("other", Family.IPV6, 64, "fd00::/48"));
        assertThat(PodIpPool.ofValues(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4 | '' | 27 | the pool p has no IPv4 CIDRs",
                "IPV4 | 10.0.0.0/16 | 0 | the pool p needs a maskSize of 1 to 32 for IPv4, not 0",
                "IPV4 | 10.0.0.0/16 | 33 | the pool p needs a maskSize of 1 to 32 for IPv4, not 33",
                "IPV6 | fd00::/48 | 129 | the pool p needs a maskSize of 1 to 128 for IPv6, not 129",
                "IPV6 | fd00::/48 | 65 | the pool p cannot be used: New CIDR set failed; the node CIDR size is too big",
                "IPV4 | 10.0.0.0/28 | 27 | the pool p gets no block from 10.0.0.0/28: a /27 is larger",
                "IPV4 | ten | 27 | the pool p cannot be used: invalid CIDR address: ten",
                "IPV6 | 10.0.0.0/16 | 27 | the pool p cannot be used: CIDR is not v6 family: 10.0.0.0/16",
                "IPV4 | 10.0.0.0/16 10.0.0.0/24 | 27 | the pool p cannot be used: requested CIDR 10.0.0.0/24 collides"
                        + " with clusterCIDR: 10.0.0.0/16, nodeMask: 27"
            })
    void whatGivesNobodyAnAddress(Family family, String cidrs, int mask, String problem) {
        String[] list = cidrs.isEmpty() ? new String[0] : cidrs.split(" ");

        assertThat(pool("p", family, mask, list).problems()).containsExactly(problem);
    }

    @Test
    void aPoolWithoutFamiliesHasAProblem() {
        Map<String, Object> manifest =
                Map.of("apiVersion", "cilium.io/v2alpha1", "kind", "CiliumPodIPPool", "metadata", Map.of("name", "p"));

        assertThat(PodIpPool.of(manifest).orElseThrow().problems()).containsExactly("the pool p has no CIDRs");
    }

    @Test
    void overlappingPoolsAreFound() {
        PodIpPool wide = pool("wide", Family.IPV4, 24, "10.0.0.0/8", "ten");
        PodIpPool inside = pool("inside", Family.IPV4, 27, "10.20.0.0/16", "192.168.0.0/16");
        PodIpPool apart = pool("apart", Family.IPV6, 64, "::/0");

        assertThat(PodIpPool.overlaps(List.of(wide, apart, inside)))
                .containsExactly(
                        new PodIpPool.Overlap("wide", Cidr.parse("10.0.0.0/8"), "inside", Cidr.parse("10.20.0.0/16")));
        assertThat(PodIpPool.overlaps(List.of(inside, apart))).isEmpty();
    }

    static PodIpPool pool(String name, Family family, int mask, String... cidrs) {
        return new PodIpPool(name, Map.of(family, new ClusterPool(List.of(cidrs), mask)));
    }

    private static Map<String, Object> part(long mask, String... cidrs) {
        return Map.of("cidrs", List.of(cidrs), "maskSize", mask);
    }
}
