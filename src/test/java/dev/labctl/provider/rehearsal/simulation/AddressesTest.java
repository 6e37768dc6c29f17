package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses are given, waited for, given back and given again, as Cilium does it in each mode. */
class AddressesTest {
    private static final String TINY =
            "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/28,"
                    + " 10.0.84.0/28], clusterPoolIPv4MaskSize: 29}}";
    private static final String POOLS = "ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools:"
            + " {default: {ipv4: {cidrs: [10.10.0.0/16], maskSize: 27}}}}}";

    private static String pool(String name, String cidr, int maskSize) {
        return "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: {name: " + name
                + "}\nspec: {ipv4: {cidrs: [" + cidr + "], maskSize: " + maskSize + "}}\n";
    }

    private static String fromPool(String name, int replicas, String pool) {
        return Simulated.deployment(name, replicas, "nodeSelector: {number: '1'}")
                .replace(
                        "    metadata: {labels",
                        "    metadata: {annotations: {ipam.cilium.io/ip-pool: " + pool + "}, labels");
    }

    private static String onSecond(int replicas) {
        return Simulated.deployment("web", replicas, "nodeSelector: {number: '2'}");
    }

    private static Set<String> addresses(List<KubeObject> pods) {
        Set<String> addresses = new TreeSet<>();
        pods.forEach(pod -> pod.text("status", "podIP").ifPresent(addresses::add));
        return addresses;
    }

    private static long systemPods(Simulated simulated, String node) {
        return simulated.list("v1", "Pod").stream()
                .filter(pod -> pod.text("spec", "hostNetwork").isEmpty()
                        && !"web".equals(pod.labels().get("app")))
                .filter(pod -> pod.text("spec", "nodeName").filter(node::equals).isPresent())
                .count();
    }

    private static KubeObject ciliumNode(Simulated simulated, String node) {
        return simulated.get("cilium.io/v2", "CiliumNode", node);
    }

    @Test
    void whoComesTooLateWaitsAndTakesTheNextAddressThatIsFree() {
        Simulated simulated = Simulated.with(TINY, 2).applies(onSecond(10)).passes(10);
        int slots = (int) (4 - systemPods(simulated, "c-worker2"));
        List<KubeObject> running = simulated.pods("web").stream()
                .filter(pod -> pod.conditionTrue("Ready"))
                .toList();
        assertThat(running).hasSize(slots);
        Set<String> before = addresses(running);

        // The one that takes its place may be its successor or one that waits already.
        running.forEach(pod -> simulated.delete("v1", "Pod", pod.name()));
        simulated.passes(40);

        List<KubeObject> now = simulated.pods("web");
        assertThat(now).hasSize(10);
        assertThat(Simulated.ready(now)).isEqualTo(slots);
        assertThat(addresses(now)).isEqualTo(before);
        assertThat(now)
                .extracting(KubeObject::name)
                .doesNotContainAnyElementsOf(
                        running.stream().map(KubeObject::name).toList());
    }

    @Test
    void withFewerPodsAllRunAndWithoutAnyAllIsFree() {
        Simulated simulated = Simulated.with(TINY, 2).applies(onSecond(10)).passes(30);
        int slots = (int) (4 - systemPods(simulated, "c-worker2"));

        simulated.applies(onSecond(slots)).passes(40);
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(slots);
        Set<String> all = addresses(simulated.pods("web"));

        simulated.applies(onSecond(0)).passes(10);
        assertThat(simulated.pods("web")).isEmpty();

        simulated.applies(onSecond(10)).passes(10);
        assertThat(addresses(simulated.pods("web"))).isEqualTo(all);
    }

    /** The kubelet says it again and again; it is one event. */
    @Test
    void aWaitingPodsEventCounts() {
        Simulated simulated = Simulated.with(TINY, 2).applies(onSecond(10)).passes(120);

        KubeObject stuck = simulated.pods("web").stream()
                .filter(pod -> !pod.conditionTrue("Ready"))
                .findFirst()
                .orElseThrow();
        KubeObject event = simulated.list("v1", "Event").stream()
                .filter(candidate -> candidate
                        .text("involvedObject", "uid")
                        .filter(stuck.uid()::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(event.number("count")).isBetween(7L, 12L);
        assertThat(event.text("firstTimestamp")).isNotEqualTo(event.text("lastTimestamp"));
        assertThat(event.text("type")).contains("Warning");
    }

    @Test
    void theNodesOwnRangesAreIgnoredByTheClusterPool() {
        Simulated simulated = Simulated.with("ipam: {mode: cluster-pool}", 2);

        assertThat(simulated.list("v1", "Node"))
                .allSatisfy(node ->
                        assertThat(node.text("spec", "podCIDR").orElseThrow()).startsWith("10.244."));
        assertThat(simulated.list("cilium.io/v2", "CiliumNode")).allSatisfy(node -> assertThat(
                        (String) node.list("spec", "ipam", "podCIDRs").get(0))
                .startsWith("10.0."));
    }

    /** Four blocks and five nodes. */
    @Test
    void aNodeWithoutABlockIsReadyAndTakesNoPods() {
        Simulated simulated = Simulated.with(TINY, 4);

        KubeObject without = simulated.list("cilium.io/v2", "CiliumNode").stream()
                .filter(node -> node.list("spec", "ipam", "podCIDRs").isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(without.text("status", "ipam", "operator-status", "error")).contains("allocator full");
        KubeObject node = simulated.get("v1", "Node", without.name());
        assertThat(node.conditionTrue("Ready")).isTrue();
        assertThat(node.list("spec", "taints").toString()).contains("node.cilium.io/agent-not-ready");
        KubeObject agent = simulated.list("v1", "Pod").stream()
                .filter(pod -> "cilium".equals(pod.labels().get("k8s-app")))
                .filter(pod -> pod.text("spec", "nodeName")
                        .filter(without.name()::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(agent.text("status", "phase")).contains("Running");
        assertThat(agent.conditionTrue("Ready")).isFalse();

        simulated.passes(320);
        KubeObject crashed = simulated.cluster().get(agent.ref()).orElseThrow();
        assertThat(Tree.number(crashed.list("status", "containerStatuses").get(0), "restartCount"))
                .contains(1L);
    }

    @Test
    void settingsThatTheOperatorCannotUseKillIt() {
        Simulated simulated = Simulated.with(
                "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.0.0/16, 10.0.1.0/24]}}", 1);

        KubeObject operator = simulated.list("v1", "Pod").stream()
                .filter(pod -> "operator".equals(pod.labels().get("io.cilium/app")))
                .findFirst()
                .orElseThrow();
        Object container = operator.list("status", "containerStatuses").get(0);
        assertThat(Tree.number(container, "restartCount").orElse(0L)).isPositive();
        assertThat(Tree.text(container, "lastState", "terminated", "message").orElse(""))
                .isEqualTo("unable to initialize IPv4 allocator: requested CIDR 10.0.1.0/24 collides with clusterCIDR:"
                        + " 10.0.0.0/16, nodeMask: 24");
    }

    @ParameterizedTest(name = "/{0}, {1}: {2} pods")
    @CsvSource(
            delimiter = '|',
            value = {
                "30|a: b|0",
                "30|endpointHealthChecking: {enabled: false}|1",
                "29|a: b|4",
                "29|endpointHealthChecking: {enabled: false}|5",
                "29|ingressController: {enabled: true}|3",
                "28|a: b|12"
            })
    void aBlockHasRoomForSoManyPods(int mask, String value, int slots) {
        Simulated simulated = Simulated.with(
                "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/24],"
                        + " clusterPoolIPv4MaskSize: " + mask + "}}\n" + value,
                2);
        simulated.applies(onSecond(15)).passes(20);

        assertThat(Simulated.ready(simulated.pods("web")) + systemPods(simulated, "c-worker2"))
                .isEqualTo(slots == 0 ? systemPods(simulated, "c-worker2") : slots);
    }

    @Test
    void anAgentDiesWhereItsOwnAddressesDoNotFit() {
        Simulated simulated = Simulated.with(
                "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/24],"
                        + " clusterPoolIPv4MaskSize: 30}}\ningressController: {enabled: true}",
                1);

        assertThat(simulated.list("v1", "Pod").stream()
                        .filter(pod -> "cilium".equals(pod.labels().get("k8s-app")))
                        .map(pod -> Tree.text(
                                        pod.list("status", "containerStatuses").get(0),
                                        "lastState",
                                        "terminated",
                                        "message")
                                .orElse("")))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains("range is full"));
    }

    @Test
    void otherValuesCountOnceAgentsStartAgain() {
        Simulated simulated = Simulated.with(TINY, 2).applies(onSecond(10)).passes(30);
        long before = Simulated.ready(simulated.pods("web"));
        Map<String, Object> blocks = blocks(simulated);

        simulated.deploy(TINY + "\nendpointHealthChecking: {enabled: false}");
        simulated.passes(60);
        assertThat(Simulated.ready(simulated.pods("web"))).as("nobody reads it").isEqualTo(before);

        restart(simulated);
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(before + 1);
        assertThat(blocks(simulated)).isEqualTo(blocks);
        assertThat(ciliumNode(simulated, "c-worker2").texts("spec", "health")).isEmpty();
    }

    private static void restart(Simulated simulated) {
        simulated
                .cluster()
                .apply(
                        Simulated.objects(
                                        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: cilium, namespace: kube-system}\n"
                                                + "spec: {template: {metadata: {annotations: {restarted: now}}}}\n")
                                .get(0),
                        true);
        simulated.passes(180);
    }

    private static Map<String, Object> blocks(Simulated simulated) {
        Map<String, Object> blocks = new TreeMap<>();
        simulated
                .list("cilium.io/v2", "CiliumNode")
                .forEach(node -> blocks.put(node.name(), node.list("spec", "ipam", "podCIDRs")));
        return blocks;
    }

    @Test
    void withoutItsAgentANodeConnectsNoPods() {
        Simulated simulated = Simulated.with(TINY, 2);
        simulated.cluster().removeCilium();
        simulated.passes(20).applies(onSecond(1)).passes(20);

        KubeObject pod = simulated.pods("web").get(0);
        assertThat(pod.conditionTrue("Ready")).isFalse();
        assertThat(simulated.events(pod)).singleElement().satisfies(message -> assertThat(message)
                .startsWith("FailedCreatePodSandBox: ")
                .contains("unable to connect to Cilium agent")
                .endsWith("Is the agent running?"));
        assertThat(simulated.list("cilium.io/v2", "CiliumNode"))
                .as("Helm leaves them")
                .hasSize(3);

        simulated.deploy(TINY);
        simulated.passes(90);
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(1);
    }

    @Test
    void aPoolThatAppearsHealsItsPods() {
        Simulated simulated =
                Simulated.with(POOLS, 1).applies(fromPool("web", 2, "late")).passes(60);
        KubeObject pod = simulated.pods("web").get(0);
        assertThat(simulated.pods("web")).noneMatch(one -> one.conditionTrue("Ready"));
        assertThat(simulated.events(pod)).singleElement().satisfies(message -> assertThat(message)
                .endsWith("postIpamFailure \"unable to allocate from pool \\\"late\\\" (family ipv4): pool not (yet)"
                        + " available\""));
        assertThat(ciliumNode(simulated, "c-worker").text("status", "ipam", "operator-status", "error"))
                .contains(
                        "failed to allocate ipv4 address for node \"c-worker\" from pool \"late\": cannot allocate from"
                                + " non-existing pool: late");

        simulated.applies(pool("late", "10.50.0.0/24", 28)).passes(45);

        assertThat(simulated.pods("web")).allMatch(one -> one.conditionTrue("Ready"));
        assertThat(addresses(simulated.pods("web")))
                .allMatch(ip -> Cidr.parse("10.50.0.0/24").contains(IpAddress.parse(ip)));
        assertThat(ciliumNode(simulated, "c-worker").text("status", "ipam", "operator-status", "error"))
                .isEmpty();
    }

    @Test
    void aPoolThatIsUsedUpIsToldAndGrowsByEditing() {
        Simulated simulated = Simulated.with(POOLS, 1)
                .applies(pool("small", "10.50.0.0/28", 28))
                .applies(fromPool("web", 20, "small"))
                .passes(90);
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(14);
        assertThat(simulated.pods("web").stream()
                        .filter(pod -> !pod.conditionTrue("Ready"))
                        .map(pod -> simulated.events(pod).toString()))
                .allSatisfy(events -> assertThat(events).contains("all pod CIDR ranges are exhausted"));
        assertThat(ciliumNode(simulated, "c-worker").text("status", "ipam", "operator-status", "error"))
                .contains("failed to allocate ipv4 address for node \"c-worker\" from pool \"small\": pool empty");

        simulated.applies(pool("small", "10.50.0.0/28, 10.51.0.0/28", 28)).passes(60);
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(20);
    }

    private static List<String> ofPool(Simulated simulated, String pool) {
        List<String> cidrs = new ArrayList<>();
        for (Object entry : ciliumNode(simulated, "c-worker").list("spec", "ipam", "pools", "allocated")) {
            if (Tree.text(entry, "pool").filter(pool::equals).isPresent()) {
                Tree.list(entry, "cidrs").forEach(cidr -> cidrs.add(String.valueOf(cidr)));
            }
        }
        return cidrs;
    }

    @Test
    void aBlockThatIsGivenBackIsTakenLast() {
        Simulated simulated = Simulated.with(POOLS, 1)
                .applies(pool("big", "10.50.0.0/26", 28))
                .applies(fromPool("web", 14, "big"))
                .passes(60);
        assertThat(ofPool(simulated, "big")).containsExactly("10.50.0.0/28");

        simulated.applies(fromPool("web", 0, "big")).passes(120);
        assertThat(ofPool(simulated, "big")).isEmpty();

        Simulated another = simulated.reopened();
        simulated.applies(fromPool("web", 14, "big")).passes(60);
        assertThat(ofPool(simulated, "big")).containsExactly("10.50.0.16/28");
        another.applies(fromPool("web", 14, "big")).passes(60);
        assertThat(ofPool(another, "big")).containsExactly("10.50.0.16/28");
    }

    @Test
    void aPodOfBothFamiliesHasOneOfEachOrNone() {
        Simulated simulated = Simulated.with(
                1,
                "ipv6: {enabled: true}\nipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/24],"
                        + " clusterPoolIPv4MaskSize: 29, clusterPoolIPv6PodCIDRList: ['fd00::/112'],"
                        + " clusterPoolIPv6MaskSize: 125}}",
                Simulated.blueprint(2, IpFamily.DUAL, 110));
        simulated.applies(onSecond(10)).passes(30);

        Set<String> seen = new HashSet<>();
        for (KubeObject pod : simulated.pods("web")) {
            List<Object> ips = pod.list("status", "podIPs");
            assertThat(ips).hasSize(pod.conditionTrue("Ready") ? 2 : 0);
            ips.forEach(ip -> assertThat(seen.add(String.valueOf(ip))).isTrue());
        }
        assertThat(seen).hasSize((int) (2 * (4 - systemPods(simulated, "c-worker2"))));
    }

    /** kind gives such nodes no IPv6 range, and the agents wait for one. */
    @Test
    void aFamilyThatTheNodesLackIsWaitedFor() {
        Simulated simulated = Simulated.with("ipam: {mode: kubernetes}\nipv6: {enabled: true}", 1);

        assertThat(simulated.cluster().list("v1", "Pod", Optional.of("kube-system"), Map.of("k8s-app", "cilium")))
                .hasSize(2)
                .noneMatch(pod -> pod.conditionTrue("Ready"));
    }
}
