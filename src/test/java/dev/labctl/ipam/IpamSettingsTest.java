package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpamSettingsTest {
    @Test
    void theChartsDefaults() {
        IpamSettings settings = IpamSettings.ofValues(Map.of());

        assertThat(settings)
                .isEqualTo(new IpamSettings(
                        "cluster-pool",
                        Set.of(Family.IPV4),
                        Map.of(Family.IPV4, new ClusterPool(List.of("10.0.0.0/8"), 24))));
        assertThat(settings.familyWords()).isEqualTo("IPv4");
        assertThat(settings.is(IpamMode.CLUSTER_POOL)).isTrue();
    }

    @Test
    void settingsAreReadFromValues() {
        Map<String, Object> operator = Map.of(
                "clusterPoolIPv4PodCIDRList",
                List.of("10.0.42.0/28", "10.0.84.0/28"),
                "clusterPoolIPv4MaskSize",
                29L,
                "clusterPoolIPv6PodCIDRList",
                "fd00:1::/104 fd00:2::/104");
        IpamSettings settings = IpamSettings.ofValues(
                Map.of("ipam", Map.of("mode", "cluster-pool", "operator", operator), "ipv6", Map.of("enabled", true)));

        assertThat(settings.pools())
                .isEqualTo(Map.of(
                        Family.IPV4, new ClusterPool(List.of("10.0.42.0/28", "10.0.84.0/28"), 29),
                        Family.IPV6, new ClusterPool(List.of("fd00:1::/104", "fd00:2::/104"), 120)));
        assertThat(settings.familyWords()).isEqualTo("IPv4 and IPv6");
    }

    /** The chart takes an empty mode for none ({@code coalesce .Values.ipam.mode}). */
    @Test
    void anEmptyModeIsTheChartsDefault() {
        assertThat(IpamSettings.ofValues(Map.of("ipam", Map.of("mode", ""))))
                .isEqualTo(IpamSettings.ofValues(Map.of()));
    }

    /** A number that does not fit is not taken for the one that its last 32 bits are. */
    @ParameterizedTest
    @CsvSource({"4294967325, 2147483647", "-4294967267, -2147483648", "129, 129", "0, 0"})
    void aMaskSizeMayNotFit(long mask, int read) {
        Map<String, Object> operator = Map.of("clusterPoolIPv4MaskSize", mask);

        assertThat(IpamSettings.ofValues(Map.of("ipam", Map.of("operator", operator)))
                        .pools()
                        .get(Family.IPV4)
                        .maskSize())
                .isEqualTo(read);
    }

    @Test
    void configAndValuesGiveTheSameSettings() {
        Map<String, String> config = Map.of(
                "ipam", "cluster-pool",
                "enable-ipv4", "true",
                "enable-ipv6", "false",
                "cluster-pool-ipv4-cidr", "10.0.42.0/28 10.0.84.0/28",
                "cluster-pool-ipv4-mask-size", "29");

        assertThat(IpamSettings.ofConfig(config))
                .contains(new IpamSettings(
                        "cluster-pool",
                        Set.of(Family.IPV4),
                        Map.of(Family.IPV4, new ClusterPool(List.of("10.0.42.0/28", "10.0.84.0/28"), 29))));
        assertThat(IpamSettings.ofConfig(Map.of())).isEmpty();
        assertThat(IpamSettings.ofConfig(Map.of("ipam", "kubernetes", "enable-ipv6", "true")))
                .contains(new IpamSettings("kubernetes", Family.IPV6));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.42.0/28, 29, true",
        "10.0.42.0/28 10.0.84.0/28, 29, true",
        "10.0.42.0/28 10.0.84.0/28, 28, false",
        "10.0.84.0/28 10.0.42.0/28, 29, false",
        "10.0.42.0/27, 29, false",
        "10.0.0.0/8, 24, false"
    })
    void onlyAnAdditionIsNoChange(String cidrs, int mask, boolean may) {
        ClusterPool here = new ClusterPool(List.of("10.0.42.0/28"), 29);

        assertThat(here.mayBecome(new ClusterPool(List.of(cidrs.split(" ")), mask)))
                .isEqualTo(may);
    }

    @Test
    void modesAreFoundByName() {
        assertThat(IpamMode.of("multi-pool")).contains(IpamMode.MULTI_POOL);
        assertThat(IpamMode.of("Multi-Pool")).isEmpty();
    }
}
