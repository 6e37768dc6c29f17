package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cilium.AskedAgents;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A full node as it was, but without two of the pods that had addresses: their agent was not told. Public reports have 252 of 254
 * addresses in use by far fewer pods.
 */
class AskedAgentsTest {
    private static final Observation FULL = Recordings.read("small-exhausted");
    private static final List<Pod> GONE = Cluster.of(FULL).podsOn("rec-worker2").stream()
            .filter(pod -> pod.hasAddress() && pod.takesAddress() && pod.name().startsWith("nginx"))
            .limit(2)
            .toList();
    private static final Observation SEEN = Recordings.mapped(
            FULL,
            object -> GONE.stream().anyMatch(pod -> pod.name().equals(object.name()))
                    ? new KubeObject(Map.of("kind", "Gone"))
                    : object);

    private final FakeApi api = new FakeApi();

    private Observation asked(Observation seen) {
        Cluster view = Cluster.of(seen);
        return new AskedAgents(api, Deadline.in(Duration.ofMinutes(1), TimeSource.system()))
                .on(seen, AddressMap.of(view).suspects(view));
    }

    private static List<String> reasons(Observation seen) {
        return Explainer.all(seen, LabFacts.NONE).stream()
                .map(Explanation::reason)
                .toList();
    }

    /** What the agent holds: the addresses of all pods that it ever heard of. */
    private static String status() {
        return "KVStore:  Disabled\nAllocated addresses:\n"
                + Cluster.of(FULL).podsOn("rec-worker2").stream()
                        .filter(pod -> pod.hasAddress() && pod.takesAddress())
                        .map(pod -> "  " + pod.addresses().get(0) + " (" + pod.fullName() + ")\n")
                        .collect(Collectors.joining())
                + "Proxy Status:  No managed proxy redirect\n";
    }

    @Test
    void anAgentThatRefusesAddressesWithoutAnOwnerIsAsked() {
        assertThat(reasons(SEEN)).as("without its word").containsExactly("RANGE_FULL");
        api.answers(command -> new Execution(0, command.contains("status") ? status() : "ENDPOINT   POLICY\n", ""));

        Observation seen = asked(SEEN);

        Explanation leaked = Explainer.all(seen, LabFacts.NONE).get(0);
        assertThat(leaked.reason()).isEqualTo("ADDRESSES_LEAKED");
        assertThat(leaked.evidence()).anySatisfy(line -> assertThat(line)
                .contains(GONE.stream()
                        .map(pod -> pod.addresses().get(0) + " (" + pod.fullName() + ")")
                        .toArray(String[]::new)));
        assertThat(leaked.advice().get(0).what()).startsWith("Restart the agent on rec-worker2");
        assertThat(api.executed())
                .hasSize(2)
                .allMatch(
                        call -> call.matches("kube-system/cilium-\\w+/cilium-agent: cilium-dbg (status|endpoint) .*"));
    }

    /** What an endpoint has is in use, if by a pod that was created after the list of pods was read. */
    @Test
    void anAddressThatAnEndpointHasIsNotLeaked() {
        String endpoints = "ENDPOINT   POLICY\n"
                + GONE.stream()
                        .map(pod -> "7   Disabled   Disabled   1   k8s:app=nginx   "
                                + pod.addresses().get(0) + "   ready\n")
                        .collect(Collectors.joining());
        api.answers(command -> new Execution(0, command.contains("status") ? status() : endpoints, ""));

        assertThat(reasons(asked(SEEN))).containsExactly("RANGE_FULL");
    }

    /** Without its answer, addresses that pods have been refused for longer than a free one lasts can only be inferred. */
    @Test
    void anAgentThatDoesNotAnswerIsSuspected() {
        api.answers(command -> {
            throw new ApiException(ApiException.Kind.FORBIDDEN, 403, "pods/exec is forbidden");
        });

        Explanation leaked = Explainer.all(asked(SEEN), LabFacts.NONE).get(0);

        assertThat(leaked.reason()).isEqualTo("ADDRESSES_LEAKED");
        assertThat(leaked.cause()).contains("This is inferred");
    }

    @Test
    void anAgentWhoseAddressesAllHaveAnOwnerIsNotAsked() {
        assertThat(asked(FULL).find(Kind.CILIUM_NODE.ref("rec-worker2")))
                .hasValueSatisfying(node -> assertThat(node.tree()).doesNotContainKey(Node.AGENT_STATUS));
        assertThat(api.executed()).isEmpty();
    }
}
