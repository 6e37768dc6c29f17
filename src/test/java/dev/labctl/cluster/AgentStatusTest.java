package dev.labctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cluster.AgentStatus.Allocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentStatusTest {
    @Test
    void addressesAreReadWithTheirOwners() {
        AgentStatus status = AgentStatus.read(
                "cilium-x",
                """
                KVStore:                Disabled
                IPAM:                   IPv4: 4/254 allocated from 10.244.0.0/24, IPv6: 1/18446744073709551614 allocated from fd00:10:244::/64
                Allocated addresses:
                  10.244.0.101 (kube-system/coredns-674b8bbfcf-9xc5p)
                  10.244.0.243 (health)
                  10.244.0.8 (default/web [restored])
                  acme-pool/10.20.0.3 (acme/web-1)
                  fd00:10:244::31df (router)
                IPv4 BIG TCP:           Disabled
                  10.9.9.9 (default/no-address-of-this-list)
                """);

        assertThat(status.allocations())
                .containsExactly(
                        new Allocation("10.244.0.101", "kube-system/coredns-674b8bbfcf-9xc5p"),
                        new Allocation("10.244.0.243", "health"),
                        new Allocation("10.244.0.8", "default/web"),
                        new Allocation("10.20.0.3", "acme/web-1"),
                        new Allocation("fd00:10:244::31df", "router"));
    }

    @Test
    void aTextThatIsNoStatusHasNoAddresses() {
        assertThat(AgentStatus.read("cilium-x", "").isEmpty()).isTrue();
        assertThat(AgentStatus.read("cilium-x", "Error: Cannot get status: connection refused\n")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void endpointsHaveTheirAddresses() {
        Set<String> endpoints = AgentStatus.endpoints(
                """
                ENDPOINT   POLICY (ingress)   IDENTITY   LABELS (source:key[=value])   IPv6                IPv4           STATUS
                           ENFORCEMENT
                451        Disabled           4          reserved:health               fd00:10:244::b708   10.244.0.243   ready
                                                         k8s:io.kubernetes.pod.namespace=10.0.0.9
                """);

        assertThat(endpoints).contains("10.244.0.243", "fd00:10:244::b708").doesNotContain("10.0.0.9");
        AgentStatus status = new AgentStatus(
                "cilium-x", List.of(new Allocation("10.244.0.243", "health"), new Allocation("10.244.0.9", "a/b")));
        assertThat(status.tree(Optional.of(endpoints)))
                .isEqualTo(Map.of(
                        "agent",
                        "cilium-x",
                        "allocations",
                        List.of(
                                Map.of("ip", "10.244.0.243", "owner", "health", "endpoint", true),
                                Map.of("ip", "10.244.0.9", "owner", "a/b", "endpoint", false))));
        assertThat(status.tree(Optional.empty()).toString()).doesNotContain("endpoint");
    }
}
