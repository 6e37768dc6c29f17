package dev.labctl.cilium;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumReadiness.Workloads;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.steps.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiliumReadinessTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final IpamSettings CLUSTER_POOL = new IpamSettings("cluster-pool", Family.IPV4);
    private static final IpamSettings MULTI_POOL = new IpamSettings("multi-pool", Family.IPV4);
    private static final IpamSettings DUAL = new IpamSettings("kubernetes", Family.IPV4, Family.IPV6);
    private static final List<KubeObject> DEFINITIONS =
            List.of(definition("ciliumnodes"), definition("ciliumendpoints"), definition("ciliumidentities"));

    private static KubeObject agents(int ready) {
        return agents(ready, 3);
    }

    private static KubeObject agents(int ready, long nodes) {
        return object(
                "apps/v1",
                "DaemonSet",
                "kube-system",
                "cilium",
                Map.of(
                        "metadata",
                        Map.of("generation", 1L),
                        "status",
                        Map.of(
                                "observedGeneration",
                                1L,
                                "desiredNumberScheduled",
                                nodes,
                                "currentNumberScheduled",
                                nodes,
                                "updatedNumberScheduled",
                                nodes,
                                "numberReady",
                                (long) ready,
                                "numberAvailable",
                                (long) ready)));
    }

    private static KubeObject operator() {
        return object(
                "apps/v1",
                "Deployment",
                "kube-system",
                "cilium-operator",
                Map.of(
                        "metadata",
                        Map.of("generation", 1L),
                        "spec",
                        Map.of("replicas", 1L),
                        "status",
                        Map.of(
                                "observedGeneration", 1L,
                                "replicas", 1L,
                                "updatedReplicas", 1L,
                                "readyReplicas", 1L,
                                "availableReplicas", 1L,
                                "conditions", List.of(Map.of("type", "Available", "status", "True")))));
    }

    private static KubeObject definition(String plural) {
        return object(
                "apiextensions.k8s.io/v1",
                "CustomResourceDefinition",
                null,
                plural + ".cilium.io",
                Map.of("status", Map.of("conditions", List.of(Map.of("type", "Established", "status", "True")))));
    }

    private static KubeObject node(String name, boolean ready) {
        return object(
                "v1",
                "Node",
                null,
                name,
                Map.of(
                        "status",
                        Map.of("conditions", List.of(Map.of("type", "Ready", "status", ready ? "True" : "False")))));
    }

    private static KubeObject ciliumNode(String name, Map<String, Object> rest) {
        return object("cilium.io/v2", "CiliumNode", null, name, rest);
    }

    private static KubeObject withCidrs(String name, String... cidrs) {
        return ciliumNode(name, Map.of("spec", Map.of("ipam", Map.of("podCIDRs", List.of(cidrs)))));
    }

    private static KubeObject withError(String name, String error) {
        return ciliumNode(name, Map.of("status", Map.of("ipam", Map.of("operator-status", Map.of("error", error)))));
    }

    private static ObjectStatus rolledOut(int agents, IpamSettings settings, KubeObject... ciliumNodes) {
        return CiliumReadiness.rolledOut(
                new Workloads(Optional.of(agents(agents)), Optional.of(operator()), List.of(), List.of(ciliumNodes)),
                settings,
                NOW);
    }

    private static String why(ObjectStatus status) {
        return ((InProgress) status).why();
    }

    @Test
    void nothingThereYet() {
        Workloads nothing = new Workloads(Optional.empty(), Optional.empty(), List.of(), List.of());

        assertThat(why(CiliumReadiness.rolledOut(nothing, CLUSTER_POOL, NOW))).contains("not there yet");
    }

    /** As on EKS, where the nodes come after Cilium; of a lab's own DaemonSet nothing is missing then. */
    @Test
    void agentsWithoutANodeAreNotThereYet() {
        Workloads early = new Workloads(Optional.of(agents(0, 0)), Optional.of(operator()), List.of(), List.of());

        assertThat(why(CiliumReadiness.rolledOut(early, CLUSTER_POOL, NOW))).contains("no node for its pods yet");
    }

    @Test
    void rolledOutMeansEveryAgent() {
        assertThat(why(rolledOut(2, CLUSTER_POOL))).contains("2 of 3 pods ready");
        assertThat(rolledOut(3, CLUSTER_POOL)).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void aNodeThatGotNoBlockNeverWillInClusterPool() {
        ObjectStatus status =
                rolledOut(2, CLUSTER_POOL, withCidrs("a", "10.0.0.0/30"), withError("b", "allocator full"));

        assertThat(status).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.reason()).contains(Reason.NODE_CIDR_EXHAUSTED);
            assertThat(failed.why()).isEqualTo("Node b got no pod CIDR: allocator full");
        });
    }

    /** It may be of the operator before, which had a shorter list. */
    @ParameterizedTest
    @CsvSource({"19, false", "20, true"})
    void anErrorThatTheOperatorFoundWhenItCameIsWaitedFor(long seconds, boolean failed) {
        KubeObject pod = object(
                "v1",
                "Pod",
                "kube-system",
                "cilium-operator-x",
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of("io.cilium/app", "operator")),
                        "spec",
                        Map.of("nodeName", "a"),
                        "status",
                        Map.of(
                                "conditions",
                                List.of(Map.of(
                                        "type",
                                        "Ready",
                                        "status",
                                        "True",
                                        "lastTransitionTime",
                                        NOW.minusSeconds(seconds).toString())))));

        ObjectStatus status = CiliumReadiness.rolledOut(
                new Workloads(
                        Optional.of(agents(2)),
                        Optional.of(operator()),
                        List.of(pod),
                        List.of(withError("b", "allocator full"))),
                CLUSTER_POOL,
                NOW);

        assertThat(status).isInstanceOf(failed ? Failed.class : InProgress.class);
    }

    @Test
    void anErrorBesideACidrAndOneOfMultiPoolMayBeStale() {
        KubeObject both = ciliumNode(
                "b",
                Map.of(
                        "spec", Map.of("ipam", Map.of("podCIDRs", List.of("10.0.0.0/29"))),
                        "status", Map.of("ipam", Map.of("operator-status", Map.of("error", "old")))));

        assertThat(rolledOut(3, CLUSTER_POOL, both)).isEqualTo(ObjectStatus.CURRENT);
        assertThat(rolledOut(3, MULTI_POOL, withError("b", "pool empty"))).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void everyNodeMustBeReadyAndHaveACiliumNodeWithItsAddresses() {
        List<KubeObject> nodes = List.of(node("a", true), node("b", true));

        assertThat(why(CiliumReadiness.usable(
                        List.of(node("a", false)), List.of(withCidrs("a", "10.0.0.0/24")), DEFINITIONS, CLUSTER_POOL)))
                .isEqualTo("Node a is not Ready yet");
        assertThat(why(CiliumReadiness.usable(
                        nodes, List.of(withCidrs("a", "10.0.0.0/24")), DEFINITIONS, CLUSTER_POOL)))
                .isEqualTo("Node b has no CiliumNode yet");
        assertThat(why(CiliumReadiness.usable(
                        nodes, List.of(withCidrs("a", "10.0.0.0/24"), withCidrs("b")), DEFINITIONS, CLUSTER_POOL)))
                .isEqualTo("Node b has no pod CIDR yet");
        assertThat(CiliumReadiness.usable(
                        nodes,
                        List.of(withCidrs("a", "10.0.0.0/24"), withCidrs("b", "10.0.1.0/24")),
                        DEFINITIONS,
                        CLUSTER_POOL))
                .isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void bothFamiliesWhereBothAreOn() {
        List<KubeObject> nodes = List.of(node("a", true));

        assertThat(why(CiliumReadiness.usable(nodes, List.of(withCidrs("a", "10.244.0.0/24")), DEFINITIONS, DUAL)))
                .isEqualTo("Node a has no pod CIDR yet");
        assertThat(CiliumReadiness.usable(
                        nodes, List.of(withCidrs("a", "10.244.0.0/24", "fd00:10:244::/64")), DEFINITIONS, DUAL))
                .isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void multiPoolNeedsABlockOfTheDefaultPoolAndTheKindOfItsPools() {
        List<KubeObject> nodes = List.of(node("a", true));
        List<KubeObject> definitions = new java.util.ArrayList<>(DEFINITIONS);

        assertThat(why(CiliumReadiness.usable(nodes, List.of(), definitions, MULTI_POOL)))
                .isEqualTo("the operator has not defined ciliumpodippools.cilium.io yet");
        definitions.add(definition("ciliumpodippools"));
        assertThat(why(CiliumReadiness.usable(nodes, List.of(pool("other")), definitions, MULTI_POOL)))
                .isEqualTo("Node a has no pod CIDR yet");
        assertThat(CiliumReadiness.usable(nodes, List.of(pool("default")), definitions, MULTI_POOL))
                .isEqualTo(ObjectStatus.CURRENT);
    }

    private static KubeObject pool(String name) {
        Map<String, Object> allocated = Map.of("pool", name, "cidrs", List.of("10.10.0.0/27"));
        return ciliumNode(
                "a", Map.of("spec", Map.of("ipam", Map.of("pools", Map.of("allocated", List.of(allocated))))));
    }

    /** In mode kubernetes nothing else gives a node its CIDR. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "none|kubernetes|{}|[]|2026-11-23T09:59:00Z|Node a has no IPv4 pod CIDR (spec.podCIDRs), for which agents wait"
                        + " in mode kubernetes: kube-controller-manager allocates it",
                "one family|kubernetes|{}|[10.244.0.0/24]|2026-11-23T09:59:00Z|Node a has no IPv6 pod CIDR",
                "both|kubernetes|{}|[10.244.0.0/24, 'fd00::/64']|2026-11-23T09:59:00Z|",
                "by annotation|kubernetes|{network.cilium.io/ipv4-pod-cidr: 10.1.0.0/24, network.cilium.io/ipv6-pod-cidr:"
                        + " 'fd00::/64'}|[]|2026-11-23T09:59:00Z|",
                "a new node|kubernetes|{}|[]|2026-11-23T09:59:55Z|",
                "another mode|cluster-pool|{}|[]|2026-11-23T09:59:00Z|"
            })
    void aNodeWithoutPodCidr(
            String what, String mode, String annotations, String cidrs, String created, String expected) {
        KubeObject node = Stage.objects("apiVersion: v1\nkind: Node\nmetadata: {name: a, creationTimestamp: " + created
                        + ", annotations: " + annotations + "}\nspec: {podCIDRs: " + cidrs + "}\n")
                .get(0);
        IpamSettings settings = new IpamSettings(mode, Family.IPV4, Family.IPV6);

        Optional<ObjectStatus> status = CiliumReadiness.withoutCidr(List.of(node), settings, NOW);

        assertThat(status.map(found -> ((Failed) found).why()).orElse("")).startsWith(expected == null ? "" : expected);
        assertThat(status.isPresent()).isEqualTo(expected != null);
    }
}
