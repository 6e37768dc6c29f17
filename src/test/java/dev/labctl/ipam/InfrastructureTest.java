package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of addresses of a node's CIDR for pods, and CIDRs that are too small for the agent. */
class InfrastructureTest {
    private static final Infrastructure DEFAULT = new Infrastructure(false, true);
    private static final Infrastructure NO_HEALTH = new Infrastructure(false, false);
    private static final Infrastructure INGRESS = new Infrastructure(true, true);

    @ParameterizedTest
    @CsvSource({
        "10.0.42.0/32, 1, 0, 0, 0",
        "10.0.42.0/31, 2, 0, 1, 0",
        "10.0.42.0/30, 2, 0, 1, 0",
        "10.0.42.0/29, 6, 4, 5, 3",
        "10.0.42.0/28, 14, 12, 13, 11",
        "10.10.0.0/27, 30, 28, 29, 27",
        "10.244.1.0/24, 254, 252, 253, 251",
        "10.0.0.0/8, 16777214, 16777212, 16777213, 16777211",
        "0.0.0.0/2, 1073741822, 1073741820, 1073741821, 1073741819",
        "0.0.0.0/1, 0, 0, 0, 0",
        "0.0.0.0/0, 0, 0, 0, 0",
        "fd00::/128, 1, 0, 0, 0",
        "fd00::/127, 2, 0, 1, 0",
        "fd00::/120, 254, 252, 253, 251",
        "fd00::/113, 32766, 32764, 32765, 32763",
        "fd00::/112, 65534, 65532, 65533, 65531",
        "fd00:10:244:1::/64, 65534, 65532, 65533, 65531",
        "::/2, 65534, 65532, 65533, 65531",
        "::/1, 0, 0, 0, 0"
    })
    void usableAddressesAndSlots(String cidr, long usable, long byDefault, long noHealth, long ingress) {
        Cidr parsed = Cidr.parse(cidr);

        assertThat(HostAllocator.usable(parsed)).isEqualTo(usable);
        assertThat(DEFAULT.slots(parsed)).isEqualTo(byDefault);
        assertThat(NO_HEALTH.slots(parsed)).isEqualTo(noHealth);
        assertThat(INGRESS.slots(parsed)).isEqualTo(ingress);
    }

    @ParameterizedTest
    @CsvSource({
        "10.244.1.0/24 fd00:10:244:1::/64, 252",
        "fd00:10:244:1::/64, 65532",
        "10.0.42.0/29 fd00::/125, 4",
        "10.0.42.0/28 fd00::/125, 4",
        "10.0.42.0/29 fd00::/64, 4"
    })
    void theSmallestFamilyDecides(String cidrs, long slots) {
        assertThat(DEFAULT.slots(cidrs(cidrs))).isEqualTo(slots);
    }

    @Test
    void aNodeWithoutCidrHasNoSlots() {
        assertThat(DEFAULT.slots(List.of())).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/30 | true | unable to allocate health IPv4: range is full, see"
                        + " https://cilium.link/ipam-range-full",
                "10.0.0.0/32 | true | unable to allocate ingress IPs: range is full, see"
                        + " https://cilium.link/ipam-range-full",
                "10.0.0.0/32 | false | unable to allocate health IPv4: range is full, see"
                        + " https://cilium.link/ipam-range-full",
                "fd00::/128 | false | unable to allocate health IPv6: range is full, see"
                        + " https://cilium.link/ipam-range-full",
                "0.0.0.0/0 | false | Unable to allocate router IP for family ipv4: range is full",
                "10.0.0.0/24 ::/1 | false | Unable to allocate router IP for family ipv6: range is full",
                "fd00::/128 10.0.0.0/32 | false | unable to allocate health IPv4: range is full, see"
                        + " https://cilium.link/ipam-range-full",
                "10.0.0.0/31 fd00::/128 | true | unable to allocate ingress IPs: range is full, see"
                        + " https://cilium.link/ipam-range-full"
            })
    void theAgentDiesWhereItsOwnAddressesDoNotFit(String cidrs, boolean ingress, String text) {
        assertThat(new Infrastructure(ingress, true).failure(cidrs(cidrs))).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/30", "10.0.0.0/31", "10.0.0.0/30 fd00::/127", "fd00::/126"})
    void anAgentWithoutAddressesForPodsRuns(String cidrs) {
        assertThat(DEFAULT.failure(cidrs(cidrs))).isEmpty();
    }

    @Test
    void anAgentWithoutHealthChecksNeedsOneAddress() {
        assertThat(NO_HEALTH.failure(cidrs("10.0.0.0/32"))).isEmpty();
    }

    @Test
    void purposesAreInOrderOfAllocation() {
        assertThat(INGRESS.purposes()).containsExactly(Purpose.ROUTER, Purpose.INGRESS, Purpose.HEALTH);
        assertThat(DEFAULT.purposes()).containsExactly(Purpose.ROUTER, Purpose.HEALTH);
        assertThat(NO_HEALTH.purposes()).containsExactly(Purpose.ROUTER);
        assertThat(INGRESS.purposes().stream().map(Purpose::toString)).containsExactly("router", "ingress", "health");
        assertThat(INGRESS.count()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true, false, true",
        "healthChecking, false, false, false",
        "endpointHealthChecking.enabled, false, false, false",
        "healthChecking, true, false, true",
        "cni.chainingMode, aws-cni, false, false",
        "cni.chainingMode, portmap, false, true",
        "cni.chainingMode, none, false, true",
        "cni.chainingTarget, my-network, false, false",
        "envoyConfig.enabled, true, true, true",
        "ingressController.enabled, true, true, true",
        "gatewayAPI.enabled, true, true, true",
        "gatewayAPI.enabled, false, false, true",
        "loadBalancer.l7.backend, envoy, true, true",
        "loadBalancer.l7.backend, disabled, false, true",
        "l7Proxy, true, false, true"
    })
    void whatValuesTurnOn(String path, String value, boolean ingress, boolean health) {
        Object typed = value.equals("true") || value.equals("false") ? (Object) value.equals("true") : value;
        Map<String, Object> values = path.isEmpty() ? Map.of() : Tree.single(path, typed);

        assertThat(Infrastructure.ofValues(values)).isEqualTo(new Infrastructure(ingress, health));
    }

    @ParameterizedTest
    @CsvSource({
        "ipam, kubernetes, false, true",
        "enable-envoy-config, true, true, true",
        "enable-envoy-config, false, false, true",
        "enable-health-checking, false, false, false",
        "enable-endpoint-health-checking, false, false, false"
    })
    void whatARunningCiliumHasOn(String key, String value, boolean ingress, boolean health) {
        assertThat(Infrastructure.ofConfig(Map.of(key, value))).isEqualTo(new Infrastructure(ingress, health));
    }

    private static List<Cidr> cidrs(String cidrs) {
        return Arrays.stream(cidrs.split(" ")).map(Cidr::parse).toList();
    }
}
