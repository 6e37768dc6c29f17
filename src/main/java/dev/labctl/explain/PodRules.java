package dev.labctl.explain;

import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a pod does not run, in the order in which its life goes: node, network, volumes, address, containers, readiness. */
final class PodRules {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final Set<String> VOLUME_EVENTS = Set.of("FailedMount", "FailedAttachVolume");
    private static final Set<String> BEFORE_A_CONTAINER = Set.of("ContainerCreating", "PodInitializing");

    private static final Rule RULE = ((Rule) PodRules::silentNode)
            .or(PodRules::ciliumItself)
            .or(Scheduling::of)
            .or(PodRules::node)
            .or(PodRules::volume)
            .or(PodRules::address)
            .or(ContainerRules::of)
            .or(PodRules::notReady)
            .or(PodRules::starting)
            .or((pod, clues) -> Optional.of(new Unknown(clues.seen().top(pod).ref())));

    private PodRules() {}

    /** Whether a pod is not as it should be: neither ready nor at its end nor on its way out. */
    static boolean suffers(KubeObject pod) {
        return !pod.deleting()
                && !pod.conditionTrue("Ready")
                && pod.text("status", "phase").filter(ENDED::contains).isEmpty();
    }

    static Optional<Cause> of(KubeObject pod, ClusterIndex clues) {
        return suffers(pod) ? RULE.of(pod, clues) : failed(pod);
    }

    /** A pod that ended badly and that nobody replaces. */
    private static Optional<Cause> failed(KubeObject pod) {
        boolean alone = pod.list("metadata", "ownerReferences").isEmpty();
        return alone
                        && !pod.deleting()
                        && pod.text("status", "phase").filter("Failed"::equals).isPresent()
                ? Optional.of(new PodFailed(pod.ref()))
                : Optional.empty();
    }

    /** What is on a node whose kubelet is silent is told of with the node: its containers' states are old news. */
    private static Optional<Cause> silentNode(KubeObject pod, ClusterIndex clues) {
        return pod.text("spec", "nodeName").flatMap(clues::nodeCause).filter(NodeNotReady.class::isInstance);
    }

    /** Agents and operators are no victims of themselves. */
    private static Optional<Cause> ciliumItself(KubeObject pod, ClusterIndex clues) {
        if (ClusterIndex.isAgent(pod)) {
            return pod.text("spec", "nodeName").flatMap(clues::nodeCause);
        }
        return ClusterIndex.isOperator(pod)
                        && !clues.operatorReady()
                        && pod.text("spec", "nodeName").isPresent()
                ? ContainerRules.image(pod, clues).or(() -> Optional.of(new OperatorNotReady()))
                : Optional.empty();
    }

    private static Optional<Cause> node(KubeObject pod, ClusterIndex clues) {
        return ClusterIndex.hostNetwork(pod) || hasSandbox(pod)
                ? Optional.empty()
                : pod.text("spec", "nodeName").flatMap(clues::nodeCause);
    }

    /** Whether the pod's network was set up: it has an address, or a container that got further than being made. */
    static boolean hasSandbox(KubeObject pod) {
        return !pod.list("status", "podIPs").isEmpty()
                || ClusterIndex.containers(pod).stream()
                        .anyMatch(status -> Tree.at(status, "state", "waiting").isEmpty()
                                || Tree.text(status, "state", "waiting", "reason")
                                        .filter(BEFORE_A_CONTAINER::contains)
                                        .isEmpty());
    }

    private static Optional<Cause> volume(KubeObject pod, ClusterIndex clues) {
        return hasSandbox(pod)
                ? Optional.empty()
                : clues.warning(pod)
                        .filter(event -> event.text("reason")
                                .filter(VOLUME_EVENTS::contains)
                                .isPresent())
                        .map(event -> ContainerRules.missing(
                                        event.text("message").orElse(""), pod)
                                .orElseGet(() ->
                                        new VolumeTrouble(clues.seen().top(pod).ref())));
    }

    /** The sandbox could not be made: the agent says why. */
    private static Optional<Cause> address(KubeObject pod, ClusterIndex clues) {
        return hasSandbox(pod)
                ? Optional.empty()
                : clues.warning(pod, IpamTexts.POD_EVENT_REASON).flatMap(event -> AddressRules.of(pod, event, clues));
    }

    private static Optional<Cause> notReady(KubeObject pod, ClusterIndex clues) {
        List<Object> running = pod.list("status", "containerStatuses").stream()
                .filter(status -> Tree.at(status, "state", "running").isPresent()
                        && !Tree.flag(status, "ready").orElse(false))
                .toList();
        boolean probed = clues.warning(pod, "Unhealthy").isPresent();
        return running.isEmpty() || !probed
                ? Optional.empty()
                : Optional.of(new NeverReady(clues.seen().top(pod).ref()));
    }

    /** Nothing that is known speaks against it, and something that it needs has come a moment ago. */
    private static Optional<Cause> starting(KubeObject pod, ClusterIndex clues) {
        boolean pulling = last(clues.seen().events(pod))
                .flatMap(event -> event.text("reason"))
                .filter("Pulling"::equals)
                .isPresent();
        return pulling || scheduledNow(pod, clues) || restartedNow(pod, clues) || agentReadyNow(pod, clues)
                ? Optional.of(new Starting(pulling))
                : Optional.empty();
    }

    private static boolean scheduledNow(KubeObject pod, ClusterIndex clues) {
        boolean warned = clues.warnings(pod)
                .anyMatch(event ->
                        event.text("reason").filter("FailedScheduling"::equals).isEmpty());
        return !warned
                && clues.young(
                        pod.condition("PodScheduled").flatMap(Condition::since).or(pod::created));
    }

    private static boolean restartedNow(KubeObject pod, ClusterIndex clues) {
        return ClusterIndex.containers(pod).stream()
                .anyMatch(status -> clues.young(
                        Tree.text(status, "state", "running", "startedAt").map(Instant::parse)));
    }

    /** Until the kubelet's next attempt the newest event is of a time without an agent. */
    private static boolean agentReadyNow(KubeObject pod, ClusterIndex clues) {
        return pod.text("spec", "nodeName").flatMap(clues::agent).flatMap(agent -> agent.condition("Ready")).stream()
                .anyMatch(ready -> ready.isTrue() && clues.young(ready.since()));
    }

    private static Optional<KubeObject> last(List<KubeObject> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
    }
}
