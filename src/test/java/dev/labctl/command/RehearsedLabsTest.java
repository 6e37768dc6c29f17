package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabRef;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each lab of chapter 4 that runs on kind, rehearsed with the code that makes real clusters, comes to what a reader must see
 * in it; with several seeds, for what chance decides must not matter.
 */
class RehearsedLabsTest {
    private static final String DEFAULT = "";

    @TempDir
    Path state;

    static List<String> labs() {
        return List.of(
                DEFAULT,
                "kubernetes-ipam",
                "cluster-scope-ipam",
                "cluster-scope-ipam-small",
                "multi-pool-ipam",
                "ipv4-ipv6-support/dual-stack",
                "ipv4-ipv6-support/ipv6-only",
                "eni-mode");
    }

    static LabRef ref(String useCase) {
        return useCase.isEmpty() ? LabRef.of("chapter04") : LabRef.of("chapter04", useCase);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @MethodSource("labs")
    void everyLabComesToWhatTheBookSays(String lab) {
        for (long seed = 1; seed <= 5; seed++) {
            Rehearsed rehearsed = new Rehearsed(state.resolve("seed" + seed), seed);
            rehearsed.run(ref(lab));
            rehearsed.look(api -> {
                check(lab, api);
                settled(api);
                return null;
            });
        }
    }

    /** Time stands still between the commands of a rehearsal: what is on its way at the end of one stays so. */
    private static void settled(KubeApi api) {
        List<KubeObject> events = api.list("v1", "Event", Optional.of("kube-system"), Map.of());
        assertThat(api.list("v1", "Pod", Optional.of("kube-system"), Map.of()))
                .allMatch(pod -> pod.conditionTrue("Ready")
                        || events.stream()
                                .filter(event ->
                                        event.text("involvedObject", "uid").equals(Optional.of(pod.uid())))
                                .anyMatch(event ->
                                        event.text("message").orElse("").contains("range is full")));
    }

    private static void check(String lab, KubeApi api) {
        assertThat(Seen.nodes(api))
                .hasSize(lab.equals("eni-mode") ? 2 : 3)
                .allMatch(node -> node.conditionTrue("Ready"));
        switch (lab) {
            case DEFAULT -> assertThat(Seen.config(api)).containsEntry("ipam", "kubernetes");
            case "kubernetes-ipam" -> kubernetesIpam(api);
            case "cluster-scope-ipam" -> clusterScope(api);
            case "cluster-scope-ipam-small" -> exhausted(api);
            case "multi-pool-ipam" -> multiPool(api);
            case "ipv4-ipv6-support/dual-stack" -> dualStack(api);
            case "ipv4-ipv6-support/ipv6-only" -> ipv6Only(api);
            case "eni-mode" -> interfaces(api);
            default -> throw new AssertionError("nobody said what must be seen in " + lab);
        }
    }

    private static Map<String, List<Cidr>> ofNodes(KubeApi api) {
        return Seen.nodes(api).stream()
                .collect(Collectors.toMap(KubeObject::name, node -> Seen.cidrs(node, "spec", "podCIDRs")));
    }

    private static void kubernetesIpam(KubeApi api) {
        assertThat(Seen.config(api)).containsEntry("ipam", "kubernetes").containsEntry("tunnel-protocol", "vxlan");
        List<KubeObject> pods = Seen.pods(api, "default", "nginx");
        assertThat(pods).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.conditionTrue("Ready")).isTrue();
            assertThat(ofNodes(api).get(Seen.node(pod))).singleElement().satisfies(cidr -> assertThat(
                            cidr.contains(Seen.addresses(pod).get(0)))
                    .isTrue());
        });
        assertThat(pods).extracting(Seen::node).contains(Seen.worker(api, "first"), Seen.worker(api, "second"));
        assertThat(Seen.blocks(api)).isEqualTo(ofNodes(api));
    }

    private static void interfaces(KubeApi api) {
        assertThat(Seen.config(api))
                .containsEntry("ipam", "eni")
                .containsEntry("routing-mode", "native")
                .containsEntry("aws-enable-prefix-delegation", "true")
                .containsEntry("enable-ipv4-masquerade", "false");
        Cidr vpc = Cidr.parse("192.168.0.0/16");
        assertThat(Seen.pods(api, "default", "nginx")).hasSize(10).allSatisfy(pod -> {
            assertThat(pod.conditionTrue("Ready")).isTrue();
            assertThat(vpc.contains(Seen.addresses(pod).get(0))).isTrue();
        });
    }

    private static void clusterScope(KubeApi api) {
        assertThat(Seen.config(api)).containsEntry("ipam", "cluster-pool");
        assertThat(Seen.blocks(api).values().stream().flatMap(List::stream).map(Cidr::toString))
                .containsExactlyInAnyOrder("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24");
        assertThat(ofNodes(api).values())
                .allSatisfy(cidrs -> assertThat(cidrs).singleElement().satisfies(cidr -> assertThat(cidr.toString())
                        .startsWith("10.244.")));
        String second = Seen.worker(api, "second");
        assertThat(Seen.pods(api, "default", "nginx")).hasSize(10).allSatisfy(pod -> {
            assertThat(pod.conditionTrue("Ready")).isTrue();
            assertThat(Seen.node(pod)).isEqualTo(second);
            assertThat(Seen.blocks(api)
                            .get(second)
                            .get(0)
                            .contains(Seen.addresses(pod).get(0)))
                    .isTrue();
        });
        assertThat(Seen.pods(api, "default", "netshoot")).singleElement().satisfies(pod -> {
            assertThat(pod.conditionTrue("Ready")).isTrue();
            assertThat(Seen.node(pod)).isEqualTo(Seen.worker(api, "first"));
        });
    }

    private static void exhausted(KubeApi api) {
        assertThat(Seen.blocks(api).values().stream().flatMap(List::stream).map(Cidr::toString))
                .containsExactlyInAnyOrder("10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29");
        String full = Seen.worker(api, "second");
        List<KubeObject> pods = Seen.pods(api, "default", "nginx");
        assertThat(pods).hasSize(10).allSatisfy(pod -> assertThat(Seen.node(pod))
                .isEqualTo(full));
        long others = Seen.needy(api).stream()
                .filter(pod ->
                        Seen.node(pod).equals(full) && !Seen.addresses(pod).isEmpty())
                .filter(pod -> !"nginx".equals(pod.labels().get("app")))
                .count();
        assertThat(Seen.running(pods))
                .as("four addresses, of which system pods have " + others)
                .hasSize((int) (4 - others));
        assertThat(Seen.stuck(pods)).allSatisfy(pod -> {
            assertThat(Seen.addresses(pod)).isEmpty();
            assertThat(pod.text("status", "phase")).contains("Pending");
            assertThat(String.valueOf(pod.list("status", "containerStatuses").get(0)))
                    .contains("ContainerCreating");
            assertThat(Seen.events(api, pod)).singleElement().satisfies(message -> assertThat(message)
                    .matches("FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code = Unknown"
                            + " desc = failed to setup network for sandbox \"[0-9a-f]{64}\": plugin"
                            + " type=\"cilium-cni\" failed \\(add\\): unable to allocate IP via local cilium"
                            + " agent: \\[POST /ipam\\]\\[502\\] postIpamFailure \"range is full\""));
        });
        assertThat(Seen.running(Seen.pods(api, "default", "netshoot"))).hasSize(1);
    }

    private static void multiPool(KubeApi api) {
        assertThat(Seen.config(api)).containsEntry("enable-bpf-masquerade", "true");
        fromPool(api, "acme-corp", "nginx", 3, "10.20.0.0/16");
        fromPool(api, "acme-corp", "guest", 1, "10.30.0.0/16");
        fromPool(api, "foobar-inc", "nginx", 3, "10.30.0.0/16");
        fromPool(api, "default", "nginx", 2, "10.10.0.0/16");
        fromPool(api, "default", "netshoot", 1, "10.10.0.0/16");
        assertThat(Seen.all(api, "cilium.io/v2alpha1", "CiliumPodIPPool"))
                .extracting(KubeObject::name)
                .containsExactly("acme-pool", "default", "foobar-pool");
        assertThat(Seen.ciliumNodes(api)).allSatisfy(node -> assertThat(Seen.ofPool(node, "default"))
                .singleElement()
                .satisfies(block -> assertThat(block.prefixLength()).isEqualTo(27)));
        assertThat(Seen.ciliumNodes(api).stream()
                        .flatMap(node -> Seen.ofPool(node, "default").stream())
                        .map(Cidr::toString))
                .containsExactlyInAnyOrder("10.10.0.0/27", "10.10.0.32/27", "10.10.0.64/27");
    }

    private static void fromPool(KubeApi api, String namespace, String app, int count, String cidr) {
        assertThat(Seen.pods(api, namespace, app)).hasSize(count).allSatisfy(pod -> {
            assertThat(pod.conditionTrue("Ready")).isTrue();
            assertThat(Seen.addresses(pod))
                    .singleElement()
                    .satisfies(ip -> assertThat(Cidr.parse(cidr).contains(ip)).isTrue());
        });
    }

    private static void dualStack(KubeApi api) {
        assertThat(api.get(ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "kube-proxy")))
                .isEmpty();
        assertThat(Seen.pods(api, "default", "echo")).hasSize(5).allSatisfy(pod -> {
            assertThat(pod.conditionTrue("Ready")).isTrue();
            List<IpAddress> addresses = Seen.addresses(pod);
            List<Cidr> cidrs = ofNodes(api).get(Seen.node(pod));
            assertThat(addresses).extracting(IpAddress::family).containsExactly(Family.IPV4, Family.IPV6);
            assertThat(cidrs.get(0).contains(addresses.get(0))).isTrue();
            assertThat(cidrs.get(1).contains(addresses.get(1))).isTrue();
            assertThat(Cidr.parse("fd00:10:244::/56").contains(addresses.get(1)))
                    .isTrue();
        });
        List<String> ips = service(api);
        assertThat(ips).hasSize(2);
        assertThat(Cidr.parse("fd00:10:96::/112").contains(IpAddress.parse(ips.get(0))))
                .isTrue();
        assertThat(Cidr.parse("10.96.0.0/16").contains(IpAddress.parse(ips.get(1))))
                .isTrue();
        assertThat(endpoints(api)).containsExactlyInAnyOrder("IPv4 5", "IPv6 5");
    }

    private static List<String> service(KubeApi api) {
        return api
                .get(ObjectRef.namespaced("v1", "Service", "default", "echo"))
                .orElseThrow()
                .list("spec", "clusterIPs")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    /** The slices of the Service echo: the family of each, and how many endpoints it has. */
    private static List<String> endpoints(KubeApi api) {
        return Seen.all(api, "discovery.k8s.io/v1", "EndpointSlice").stream()
                .filter(slice -> "echo".equals(slice.labels().get("kubernetes.io/service-name")))
                .map(slice -> slice.text("addressType").orElse("") + " "
                        + slice.list("endpoints").size())
                .toList();
    }

    private static void ipv6Only(KubeApi api) {
        assertThat(Seen.config(api))
                .containsEntry("enable-ipv4", "false")
                .containsEntry("ipv6-native-routing-cidr", "fd00:10:244::/48");
        assertThat(Seen.running(Seen.pods(api, "default", "echo"))).hasSize(5);
        assertThat(endpoints(api)).containsExactly("IPv6 5");
        List<String> seen = new ArrayList<>(service(api));
        Seen.all(api, "v1", "Pod").forEach(pod -> Seen.addresses(pod).forEach(ip -> seen.add(ip.toString())));
        Seen.all(api, "v1", "Service")
                .forEach(service -> service.list("spec", "clusterIPs").forEach(ip -> seen.add(String.valueOf(ip))));
        Seen.nodes(api).forEach(node -> node.list("status", "addresses").stream()
                .map(String::valueOf)
                .filter(address -> address.contains("InternalIP"))
                .forEach(seen::add));
        ofNodes(api).values().forEach(cidrs -> cidrs.forEach(cidr -> seen.add(cidr.toString())));
        assertThat(seen)
                .hasSizeGreaterThan(20)
                .allSatisfy(address -> assertThat(address).contains(":").doesNotContain("."));
    }

    /** As many system pods as there are may come to any node; over the seeds they do come to different ones. */
    @Test
    void chanceDecidesWhereSystemPodsComeTo() {
        List<Long> onSecond = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            Rehearsed rehearsed = new Rehearsed(state.resolve("seed" + seed), seed);
            rehearsed.run(ref("cluster-scope-ipam-small"));
            onSecond.add(rehearsed.look(api -> Seen.needy(api).stream()
                    .filter(pod -> Seen.node(pod).equals(Seen.worker(api, "second")))
                    .filter(pod -> !"nginx".equals(pod.labels().get("app")))
                    .count()));
        }
        assertThat(onSecond).contains(0L).containsAnyOf(1L, 2L, 3L);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "cluster-scope-ipam-small", "multi-pool-ipam"})
    void aSecondRunFindsEverythingDone(String lab) {
        Rehearsed rehearsed = new Rehearsed(state, 1);
        rehearsed.run(ref(lab));

        Report again = rehearsed.run(ref(lab));

        int last = again.steps().size() - 1;
        assertThat(again.steps().subList(0, last))
                .allSatisfy(step -> assertThat(step.outcome()).isEqualTo(StepOutcome.UNCHANGED));
        assertThat(again.steps().get(last).name()).isEqualTo("verify");
        assertThat(again.steps().get(last).outcome()).as("it is looked at anew").isEqualTo(StepOutcome.DONE);
    }
}
