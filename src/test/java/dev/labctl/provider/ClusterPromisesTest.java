package dev.labctl.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.KindConfig.Node;
import dev.labctl.lab.LabRef;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPromisesTest {
    private static ClusterSpec lab(IpFamily family, boolean kubeProxy, String podSubnet, Map<String, String> labels) {
        KindConfig kind = new KindConfig(
                Path.of("kind.yaml"),
                podSubnet.isEmpty() ? Map.of() : Tree.with(Map.of(), podSubnet, "networking", "podSubnet"),
                List.of(new Node("control-plane", Map.of()), new Node("worker", labels)),
                family,
                kubeProxy,
                List.of());
        return new ClusterSpec(ClusterName.ofContext("prod"), LabRef.of("chapter04"), kind, "");
    }

    private static ClusterFacts cluster(
            String families, boolean kubeProxy, String podCidr, Map<String, String> labels) {
        return new ClusterFacts(
                3,
                5,
                "v1.30.0",
                families,
                kubeProxy,
                false,
                List.of(podCidr),
                List.of(Map.of(), labels),
                HaltedNodes.NONE,
                Map.of());
    }

    @Test
    void anotherNumberOfNodesBreaksNothing() {
        assertThat(ClusterPromises.broken(
                        cluster("ipv4", true, "10.42.0.0/24", Map.of("a", "b", "role", "first")),
                        lab(IpFamily.IPV4, true, "", Map.of("role", "first"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dual | ipv4 | true  | true  | 10.1.0.0/24 | ''           | ''",
                "ipv4 | dual | true  | true  | 10.1.0.0/24 | ''           | IP family: ipv4 here, dual in the lab",
                "ipv4 | ipv6 | true  | true  | 10.1.0.0/24 | ''           | IP family: ipv4 here, ipv6 in the lab",
                "ipv4 | ipv4 | true  | false | 10.1.0.0/24 | ''           | kube-proxy: here, not there in the lab",
                "ipv4 | ipv4 | false | true  | 10.1.0.0/24 | ''           | kube-proxy: not here, there in the lab",
                "ipv4 | ipv4 | true  | true  | 10.1.0.0/24 | 10.0.0.0/8   | ''",
                "ipv4 | ipv4 | true  | true  | 10.1.0.0/24 | 10.2.0.0/16  |"
                        + " 'pod CIDRs: 10.1.0.0/24 here, within 10.2.0.0/16 in the lab'"
            })
    void whatTheLabReliesOnMustBeThere(
            String here,
            String wanted,
            boolean proxyHere,
            boolean proxyWanted,
            String podCidr,
            String subnet,
            String says) {
        List<String> broken = ClusterPromises.broken(
                cluster(here, proxyHere, podCidr, Map.of()),
                lab(IpFamily.valueOf(wanted.toUpperCase(java.util.Locale.ROOT)), proxyWanted, subnet, Map.of()));

        assertThat(broken).isEqualTo(says.isEmpty() ? List.of() : List.of(says));
    }

    @Test
    void podsThatArePinnedNeedTheLabel() {
        assertThat(ClusterPromises.broken(
                        cluster("ipv4", true, "10.1.0.0/24", Map.of("role", "second")),
                        lab(IpFamily.IPV4, true, "", Map.of("role", "first"))))
                .containsExactly(
                        "node labels: no node has role=first; to give it to one: kubectl label node NODE role=first");
    }

    @Test
    void whatMayNotBeReadIsNamed() {
        ClusterFacts facts = new ClusterFacts(
                0,
                0,
                "v1.30.0",
                "ipv4",
                false,
                false,
                List.of(),
                List.of(),
                HaltedNodes.NONE,
                Map.of("DaemonSet", "daemonsets.apps is forbidden"));

        assertThat(ClusterPromises.unread(facts)).containsExactly("daemonsets.apps is forbidden");
        assertThat(ClusterPromises.unread(cluster("ipv4", true, "10.1.0.0/24", Map.of())))
                .isEmpty();
    }
}
