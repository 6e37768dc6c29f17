package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kubernetes' own node CIDRs: kind's defaults, kubeadm's limits, and the controller manager's order. */
class RangeAllocatorTest {
    private static final Set<Family> DUAL = EnumSet.allOf(Family.class);

    @Test
    void kindsDefaultsDependOnTheFamilies() {
        assertThat(kind(Set.of(Family.IPV4)).pods()).hasToString("[10.244.0.0/16]");
        assertThat(kind(Set.of(Family.IPV4)).services()).hasToString("[10.96.0.0/16]");
        assertThat(kind(Set.of(Family.IPV6)).pods()).hasToString("[fd00:10:244::/56]");
        assertThat(kind(Set.of(Family.IPV6)).services()).hasToString("[fd00:10:96::/112]");
        assertThat(kind(DUAL).pods()).hasToString("[10.244.0.0/16, fd00:10:244::/56]");
        assertThat(kind(DUAL).services()).hasToString("[10.96.0.0/16, fd00:10:96::/112]");
        assertThat(kind(DUAL).refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "fd00:10:244::/48, fd00:10:244::/64 fd00:10:244:1::/64 fd00:10:244:2::/64",
        "'10.244.0.0/16,fd00:10:244::/56',"
                + " 10.244.0.0/24 fd00:10:244::/64 10.244.1.0/24 fd00:10:244:1::/64 10.244.2.0/24 fd00:10:244:2::/64",
        "'fd00:10:244::/56,10.244.0.0/16',"
                + " fd00:10:244::/64 10.244.0.0/24 fd00:10:244:1::/64 10.244.1.0/24 fd00:10:244:2::/64 10.244.2.0/24",
        "10.244.0.7/16, 10.244.0.0/24 10.244.1.0/24 10.244.2.0/24"
    })
    void nodesGetTheirBlocksInTheOrderOfTheSubnets(String subnets, String blocks) {
        RangeAllocator controller = controller(new ClusterSubnets(
                ClusterSubnets.ofKind(Optional.of(subnets), Optional.empty(), DUAL)
                        .pods(),
                List.of(),
                Map.of()));
        List<String> given = List.of("a", "b", "c").stream()
                .flatMap(node -> controller.allocate(node).value().orElseThrow().stream())
                .map(Cidr::toString)
                .toList();

        assertThat(given).containsExactly(blocks.split(" "));
    }

    @Test
    void blocksThatOverlapTheServicesAreSkipped() {
        RangeAllocator controller = controller(subnets("10.0.0.0/16", "10.0.0.128/25,10.0.2.0/23"));

        assertThat(allocate(controller, "a")).isEqualTo("[10.0.1.0/24]");
        assertThat(allocate(controller, "b")).isEqualTo("[10.0.4.0/24]");
        assertThat(controller.blocks().get(Family.IPV4).used()).isEqualTo(5);
        assertThat(controller(subnets("10.0.0.0/16", "10.0.0.0/12"))
                        .allocate("a")
                        .error())
                .isPresent();
    }

    @Test
    void aNodeKeepsItsBlocksUntilItIsRemoved() {
        RangeAllocator controller = controller(subnets("10.244.0.0/23", "10.96.0.0/16"));

        assertThat(allocate(controller, "a")).isEqualTo("[10.244.0.0/24]");
        assertThat(allocate(controller, "a")).isEqualTo("[10.244.0.0/24]");
        assertThat(allocate(controller, "b")).isEqualTo("[10.244.1.0/24]");
        assertThat(controller.allocate("c").error())
                .contains("failed to allocate cidr from cluster cidr at idx:0: CIDR allocation failed; there are no"
                        + " remaining CIDRs left to allocate in the accepted range");
        controller.remove("b");
        controller.remove("nobody");
        assertThat(allocate(controller, "c")).isEqualTo("[10.244.1.0/24]");
    }

    @Test
    void anExhaustedFamilyLosesTheBlocksOfTheOther() {
        RangeAllocator controller = controller(subnets("10.244.0.0/16,fd00::/64", "10.96.0.0/16"));

        assertThat(allocate(controller, "a")).isEqualTo("[10.244.0.0/24, fd00::/64]");
        assertThat(controller.allocate("b").error())
                .hasValueSatisfying(text -> assertThat(text).contains("idx:1"));
        assertThat(controller.allocate("b").error()).isPresent();
        assertThat(controller.blocks().get(Family.IPV4).used()).isEqualTo(3);
    }

    @Test
    void blocksOfNodesAreRestored() {
        RangeAllocator controller = controller(subnets("10.244.0.0/16", "10.96.0.0/16"));

        assertThat(controller.restore("a", List.of(Cidr.parse("10.244.0.0/24"))).value())
                .isPresent();
        assertThat(controller.restore("a", List.of()).value()).contains(List.of(Cidr.parse("10.244.0.0/24")));
        assertThat(controller.restore("b", List.of(Cidr.parse("10.244.0.0/24"))).value())
                .isPresent();
        assertThat(allocate(controller, "c")).isEqualTo("[10.244.1.0/24]");
        assertThat(controller.restore("d", List.of(Cidr.parse("10.0.0.0/24"))).error())
                .contains("failed to mark cidr[10.0.0.0/24] at idx [0] as occupied for node: d: cidr 10.0.0.0/24 is"
                        + " out the range of cluster cidr 10.244.0.0/16");
        assertThat(controller
                        .restore("e", List.of(Cidr.parse("10.244.7.0/24"), Cidr.parse("fd00::/64")))
                        .error())
                .contains("node:e has an allocated cidr: fd00::/64 at index:1 that does not exist in cluster cidrs"
                        + " configuration");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fd00::/47| networking.podSubnet: Invalid value: \"fd00::/47\": pod subnet mask (47) and node-mask (64)"
                        + " difference is greater than 16",
                "10.0.0.0/7| networking.podSubnet: Invalid value: \"10.0.0.0/7\": pod subnet mask (7) and node-mask (24)"
                        + " difference is greater than 16",
                "10.244.0.0/25| networking.podSubnet: Invalid value: \"10.244.0.0/25\": the size of pod subnet with"
                        + " mask 25 is smaller than the size of node subnet with mask 24"
            })
    void kubeadmsLimits(String subnet, String text) {
        assertThat(subnets(subnet, "10.96.0.0/16").refusals()).containsExactly(text);
        assertThat(RangeAllocator.of(subnets(subnet, "10.96.0.0/16")).error()).contains(text);
    }

    /** What {@code kubeadm config validate} of 1.33.13 says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/8 | networking.serviceSubnet: Invalid value: \"10.0.0.0/8\": specified service subnet is too"
                        + " large; for 32-bit addresses, the mask must be >= 12",
                "fd00:96::/64 | networking.serviceSubnet: Invalid value: \"fd00:96::/64\": specified service subnet is"
                        + " too large; for 128-bit addresses, the mask must be >= 108",
                "10.96.0.0/29 | networking.serviceSubnet: Invalid value: \"10.96.0.0/29\": subnet with 8 address(es) is"
                        + " too small, the minimum is 10",
            })
    void kubeadmsLimitsOfTheServiceSubnet(String services, String text) {
        assertThat(subnets("10.244.0.0/16", services).refusals()).containsExactly(text);
        assertThat(RangeAllocator.of(subnets("10.244.0.0/16", services)).error())
                .contains(text);
    }

    @ParameterizedTest
    @CsvSource({"10.96.0.0/12", "10.96.0.0/28", "fd00:96::/108", "fd00:96::/124"})
    void theLargestAndSmallestServiceSubnetThatKubeadmAllows(String services) {
        assertThat(subnets("10.244.0.0/16", services).refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fd00::/48", "10.0.0.0/8", "10.244.0.0/24"})
    void theLargestSubnetThatKubeadmAllows(String subnet) {
        assertThat(subnets(subnet, "10.96.0.0/16").refusals()).isEmpty();
    }

    @Test
    void otherMasksThanTheDefaults() {
        List<Cidr> pods = List.of(Cidr.parse("10.244.0.0/25"));

        assertThat(allocate(controller(new ClusterSubnets(pods, List.of(), Map.of(Family.IPV4, 26))), "a"))
                .isEqualTo("[10.244.0.0/26]");
        assertThat(RangeAllocator.of(new ClusterSubnets(pods, List.of(), Map.of(Family.IPV4, 33)))
                        .error())
                .isPresent();
    }

    @Test
    void anInvalidSubnetIsReported() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> subnets("10.244.0.0/16,", "10.96.0.0/16"))
                .withMessageStartingWith("\"\" is not a CIDR");
    }

    private static ClusterSubnets kind(Set<Family> families) {
        return ClusterSubnets.ofKind(Optional.empty(), Optional.empty(), families);
    }

    private static ClusterSubnets subnets(String pods, String services) {
        return ClusterSubnets.ofKind(Optional.of(pods), Optional.of(services), DUAL);
    }

    private static RangeAllocator controller(ClusterSubnets subnets) {
        return RangeAllocator.of(subnets).value().orElseThrow();
    }

    private static String allocate(RangeAllocator controller, String node) {
        return controller.allocate(node).value().orElseThrow().toString();
    }
}
