package dev.labctl.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cluster.Node;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observation.Gap;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A node {@code n} with the block 10.0.0.0/29, which has 6 addresses: 2 for the agent, 4 for pods. */
class LeaksTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String REFUSED =
            "unable to allocate IP via local cilium agent: postIpamFailure \"range is full\"";

    private final List<KubeObject> objects = new ArrayList<>();
    private final List<Map<String, Object>> allocations = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    LeaksTest() {
        add("v1", "Node", Tree.of("name", "n"), "status", Map.of());
        add(
                "v1",
                "ConfigMap",
                Tree.of("name", "cilium-config", "namespace", "kube-system"),
                "data",
                Map.of(
                        "ipam", "cluster-pool",
                        "enable-ipv4", "true",
                        "enable-health-checking", "true",
                        "enable-endpoint-health-checking", "true",
                        "cluster-pool-ipv4-cidr", "10.0.0.0/16",
                        "cluster-pool-ipv4-mask-size", "29"));
        allocated("10.0.0.1", "router");
        allocated("10.0.0.2", "health");
    }

    private void add(String apiVersion, String kind, Map<String, Object> metadata, Object... more) {
        Map<String, Object> tree = Tree.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata);
        tree.putAll(Tree.of(more));
        objects.add(new KubeObject(tree));
    }

    private void allocated(String ip, String owner, Object... more) {
        Map<String, Object> entry = Tree.of("ip", ip, "owner", owner);
        entry.putAll(Tree.of(more));
        allocations.add(entry);
    }

    private void pod(String name, String ip) {
        add(
                "v1",
                "Pod",
                Tree.of("name", name, "namespace", "default", "uid", name),
                "spec",
                Map.of("nodeName", "n"),
                "status",
                Map.of(
                        "phase",
                        "Running",
                        "podIPs",
                        List.of(Map.of("ip", ip)),
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True"))));
    }

    private void refused(String name, String since) {
        add(
                "v1",
                "Pod",
                Tree.of("name", name, "namespace", "default", "uid", name),
                "spec",
                Map.of("nodeName", "n"),
                "status",
                Map.of(
                        "phase",
                        "Pending",
                        "conditions",
                        List.of(Map.of("type", "PodScheduled", "status", "True", "lastTransitionTime", since))));
        event("Warning", "FailedCreatePodSandBox", name, REFUSED);
    }

    private void event(String type, String reason, String pod, String message) {
        add(
                "v1",
                "Event",
                Tree.of("name", reason + pod, "namespace", "default"),
                "type",
                type,
                "reason",
                reason,
                "message",
                message,
                "source",
                Map.of("host", "n"),
                "lastTimestamp",
                "2026-11-28T11:59:50Z",
                "involvedObject",
                Map.of("kind", "Pod", "name", pod, "uid", pod));
    }

    /** The node, whose agent's status is this one; none where the cluster is not a recording. */
    private NodeMap seen(Map<String, Object> status) {
        Map<String, Object> tree = Tree.of(
                "apiVersion",
                "cilium.io/v2",
                "kind",
                "CiliumNode",
                "metadata",
                Tree.of("name", "n"),
                "spec",
                Map.of(
                        "addresses",
                        List.of(Map.of("type", "CiliumInternalIP", "ip", "10.0.0.1")),
                        "health",
                        Map.of("ipv4", "10.0.0.2"),
                        "ipam",
                        Map.of("podCIDRs", List.of("10.0.0.0/29"))),
                Node.AGENT_STATUS,
                status);
        List<KubeObject> all = new ArrayList<>(objects);
        all.add(new KubeObject(tree));
        return AddressMap.of(new Observation(NOW, "v1.33.0", all, gaps, List.of()))
                .nodes()
                .get(0);
    }

    private Block asked() {
        return seen(Map.of("agent", "cilium-x", "allocations", allocations))
                .blocks()
                .get(0);
    }

    private Block notAsked() {
        return seen(Map.of()).blocks().get(0);
    }

    private List<String> leaked() {
        return asked().leaked().stream()
                .map(address -> address.ip() + " " + address.owner())
                .toList();
    }

    @Test
    void anAddressOfNoPodIsLeaked() {
        pod("a", "10.0.0.3");
        allocated("10.0.0.3", "default/a");
        allocated("10.0.0.4", "default/gone");

        assertThat(leaked()).containsExactly("10.0.0.4 default/gone");
        assertThat(asked().free()).isEqualTo(2);
        assertThat(asked().used()).isEqualTo(4);
    }

    /** As in Cilium's issue 29571: a pod that was created again under its name. */
    @Test
    void aSecondAddressOfOnePodIsLeaked() {
        pod("a", "10.0.0.3");
        allocated("10.0.0.3", "default/a");
        allocated("10.0.0.5", "default/a");

        assertThat(leaked()).containsExactly("10.0.0.5 default/a");
    }

    @Test
    void aPodThatIsStartingOrEndingHasItsAddress() {
        refused("starting", "2026-11-28T11:59:58Z");
        allocated("10.0.0.3", "default/starting");
        pod("moved", "10.0.0.9");
        allocated("10.0.0.4", "default/moved");

        assertThat(leaked()).isEmpty();
        assertThat(asked().addresses())
                .anyMatch(address -> address.ip().equals(IpAddress.parse("10.0.0.3")) && !address.leaked());
    }

    /** The agents are asked after the pods were listed. */
    @Test
    void whatAnEndpointHasIsInUse() {
        allocated("10.0.0.3", "default/new", "endpoint", true);
        allocated("10.0.0.4", "default/gone", "endpoint", false);

        assertThat(leaked()).containsExactly("10.0.0.4 default/gone");
    }

    @Test
    void withoutTheListOfPodsNothingIsLeaked() {
        allocated("10.0.0.3", "default/gone");
        gaps.add(new Gap("Pod", "not collected"));

        assertThat(leaked()).isEmpty();
    }

    @Test
    void refusalsForLongerThanAFreeAddressWouldLastTellOfLeaks() {
        pod("a", "10.0.0.3");
        refused("b", "2026-11-28T11:50:00Z");

        assertThat(notAsked().unowned()).isEqualTo(3);
        assertThat(notAsked().free()).isZero();
        assertThat(notAsked().used()).isEqualTo(6);
    }

    @Test
    void anAddressThatBecameFreeAMomentAgoIsNotLeaked() {
        refused("b", "2026-11-28T11:59:30Z");
        assertThat(notAsked().unowned()).isZero();

        refused("c", "2026-11-28T11:50:00Z");
        assertThat(notAsked().unowned()).isEqualTo(4);

        event("Normal", "Killing", "d", "Stopping container c");
        assertThat(notAsked().unowned()).isZero();
    }

    @Test
    void whereTheAgentWasAskedNothingIsInferred() {
        refused("b", "2026-11-28T11:50:00Z");

        assertThat(asked().unowned()).isZero();
        assertThat(asked().free()).isEqualTo(4);
    }

    @Test
    void aClusterThatCanBeAskedAgainIsNotSuspected() {
        refused("b", "2026-11-28T11:50:00Z");

        assertThat(seen(null).unowned()).isZero();
    }

    @Test
    void withoutEventsOrPodsNothingIsInferred() {
        refused("b", "2026-11-28T11:50:00Z");
        gaps.add(new Gap("Event", "not collected"));

        assertThat(notAsked().unowned()).isZero();
    }
}
