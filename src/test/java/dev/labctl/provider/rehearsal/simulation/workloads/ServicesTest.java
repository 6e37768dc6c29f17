package dev.labctl.provider.rehearsal.simulation.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.provider.rehearsal.simulation.Simulated;
import dev.labctl.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services get the addresses of the families that they ask for and the cluster has, and know their pods. */
class ServicesTest {
    private static Simulated cluster(IpFamily family) {
        return Simulated.bare(1, Simulated.blueprint(1, family, 110));
    }

    private static String service(String spec) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {" + spec
                + ", selector: {app: web}, ports: [{port: 80}]}\n";
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4|type: ClusterIP|IPv4|SingleStack",
                "IPV6|type: ClusterIP|IPv6|SingleStack",
                "DUAL|type: ClusterIP|IPv4|SingleStack",
                "DUAL|ipFamilies: [IPv6]|IPv6|SingleStack",
                "DUAL|ipFamilyPolicy: PreferDualStack|IPv4 IPv6|PreferDualStack",
                "DUAL|ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6]|IPv6 IPv4|PreferDualStack",
                "DUAL|ipFamilyPolicy: RequireDualStack|IPv4 IPv6|RequireDualStack",
                "IPV4|ipFamilyPolicy: PreferDualStack|IPv4|PreferDualStack",
                "IPV4|ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6]|IPv4|PreferDualStack"
            })
    void familiesAreThoseThatAreAskedForAndThere(IpFamily cluster, String spec, String families, String policy) {
        KubeObject service = cluster(cluster).applies(service(spec)).passes(1).get("v1", "Service", "web");

        assertThat(service.list("spec", "ipFamilies")).containsExactly((Object[]) families.split(" ", -1));
        assertThat(service.text("spec", "ipFamilyPolicy")).contains(policy);
        List<Object> ips = service.list("spec", "clusterIPs");
        assertThat(ips).hasSize(families.split(" ", -1).length).doesNotHaveDuplicates();
        assertThat(service.text("spec", "clusterIP")).contains((String) ips.get(0));
        for (int i = 0; i < ips.size(); i++) {
            boolean ipv6 = families.split(" ", -1)[i].equals("IPv6");
            assertThat((String) ips.get(i)).startsWith(ipv6 ? "fd00:10:96::" : "10.96.");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "IPV4|ipFamilies: [IPv6]|spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster",
                "IPV6|ipFamilyPolicy: RequireDualStack|spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this"
                        + " cluster is not configured for dual-stack services"
            })
    void familiesThatTheClusterLacksAreRefused(IpFamily cluster, String spec, String why) {
        assertThat(cluster(cluster).refusal(service(spec))).hasMessage("Service \"web\" is invalid: " + why);
    }

    @ParameterizedTest
    @CsvSource({"80, 0", "80, 65536"})
    void aPortIsANumberOfSixteenBits(String was, String is) {
        assertThat(cluster(IpFamily.IPV4).refusal(service("type: ClusterIP").replace("port: " + was, "port: " + is)))
                .hasMessageContaining("must be between 1 and 65535, inclusive");
    }

    @Test
    void anAddressStaysAndIsFreeOnceItsServiceIsGone() {
        Simulated simulated =
                cluster(IpFamily.IPV4).applies(service("clusterIP: 10.96.7.7")).passes(1);
        assertThat(simulated.get("v1", "Service", "web").text("spec", "clusterIP"))
                .contains("10.96.7.7");

        simulated.applies(service("clusterIP: 10.96.7.7")).passes(1);
        assertThat(simulated.get("v1", "Service", "web").list("spec", "clusterIPs"))
                .containsExactly("10.96.7.7");

        simulated.delete("v1", "Service", "web");
        simulated
                .passes(1)
                .applies(service("clusterIP: 10.96.7.7").replace("{name: web}", "{name: other}"))
                .passes(1);
        assertThat(simulated.get("v1", "Service", "other").list("spec", "clusterIPs"))
                .containsExactly("10.96.7.7");
    }

    @Test
    void aNodePortStaysWhenItIsAppliedAgain() {
        Simulated simulated =
                cluster(IpFamily.IPV4).applies(service("type: NodePort")).passes(1);
        long port = nodePort(simulated);
        assertThat(port).isBetween(30_000L, 32_767L);

        String version = simulated.get("v1", "Service", "web").resourceVersion();
        simulated.passes(1).applies(service("type: NodePort")).passes(1);
        assertThat(nodePort(simulated)).isEqualTo(port);
        assertThat(simulated.get("v1", "Service", "web").resourceVersion()).isEqualTo(version);
    }

    private static long nodePort(Simulated simulated) {
        Object port =
                simulated.get("v1", "Service", "web").list("spec", "ports").get(0);
        return Tree.number(port, "nodePort").orElse(0L);
    }

    @Test
    void endpointsAreThePodsOfTheSelectorThatHaveAnAddress() {
        Simulated simulated = Simulated.ready()
                .applies(service("type: ClusterIP"))
                .applies(Simulated.deployment("web", 120, ""))
                .passes(20);

        List<KubeObject> slices = simulated.list("discovery.k8s.io/v1", "EndpointSlice").stream()
                .filter(slice -> "web".equals(slice.labels().get("kubernetes.io/service-name")))
                .toList();
        assertThat(slices).extracting(slice -> slice.list("endpoints").size()).containsExactly(100, 20);
        KubeObject endpoints = simulated.get("v1", "Endpoints", "web");
        assertThat(Tree.list(endpoints.list("subsets").get(0), "addresses")).hasSize(120);

        simulated.applies(Simulated.deployment("web", 0, "")).passes(10);
        assertThat(simulated.get("v1", "Endpoints", "web").list("subsets")).isEmpty();
    }

    @Test
    void aHeadlessServiceHasNoAddress() {
        Simulated simulated =
                cluster(IpFamily.IPV4).applies(service("clusterIP: None")).passes(1);

        assertThat(simulated.get("v1", "Service", "web").list("spec", "clusterIPs"))
                .containsExactly("None");
    }
}
