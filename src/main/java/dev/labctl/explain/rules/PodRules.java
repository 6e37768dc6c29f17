package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.nodes.NodeNotReady;
import dev.labctl.explain.causes.nodes.OperatorNotReady;
import dev.labctl.explain.causes.workloads.ConfigMissing;
import dev.labctl.explain.causes.workloads.ImagePull;
import dev.labctl.explain.causes.workloads.PodCause;
import dev.labctl.explain.causes.workloads.PodCause.Kind;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.ContainerStatus;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Why a pod does not run, in the order of its life: node, network, volumes, address, containers, readiness. */
final class PodRules {
    private static final Set<String> VOLUME_EVENTS = Set.of("FailedMount", "FailedAttachVolume");
    private static final Set<String> BEFORE_A_CONTAINER = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> CANNOT_START =
            Set.of("CreateContainerError", "RunContainerError", "StartError", "ContainerCannotRun");

    /** For pods that are not ready; the first row that applies gives the cause. */
    private static final List<Rule> TABLE = List.of(
            // The states of containers on a node whose kubelet does not respond are out of date.
            (pod, known) -> known.ofNodeOf(pod).filter(NodeNotReady.class::isInstance),
            PodRules::cilium,
            SchedulingRules::cause,
            PodRules::node,
            PodRules::volume,
            (pod, known) -> hasSandbox(pod) ? Optional.empty() : AddressRules.cause(pod, known),
            (pod, known) -> ImagePull.of(pod),
            (pod, known) -> ConfigMissing.of(pod),
            (pod, known) -> container(Kind.CANNOT_START, pod, PodRules::cannotStart, known),
            (pod, known) -> container(Kind.CRASHES, pod, ContainerStatus::crashes, known),
            PodRules::probe,
            PodRules::starting,
            (pod, known) -> cause(Kind.UNKNOWN, pod, known));

    private PodRules() {}

    static Optional<Cause> cause(KubeObject pod, Diagnosis known) {
        if (ClusterIndex.isNotReady(pod)) {
            return Rule.first(TABLE, pod, known);
        }
        boolean replaced = !pod.list("metadata", "ownerReferences").isEmpty();
        boolean failed = pod.text("status", "phase").filter("Failed"::equals).isPresent();
        return failed && !replaced && !pod.deleting() ? cause(Kind.FAILED, pod, known) : Optional.empty();
    }

    private static Optional<Cause> cause(Kind kind, KubeObject pod, Diagnosis known) {
        return Optional.of(new PodCause(kind, known.cluster().owner(pod)));
    }

    /** The agent and the operator do not depend on themselves. */
    private static Optional<Cause> cilium(KubeObject pod, Diagnosis known) {
        if (ClusterIndex.isAgent(pod)) {
            return known.ofNodeOf(pod);
        }
        return ClusterIndex.isOperator(pod)
                        && !known.cluster().operatorReady()
                        && ClusterIndex.nodeName(pod).isPresent()
                ? ImagePull.of(pod).or(() -> Optional.of(new OperatorNotReady()))
                : Optional.empty();
    }

    private static Optional<Cause> node(KubeObject pod, Diagnosis known) {
        boolean hostNetwork = Tree.flag(pod.tree(), "spec", "hostNetwork").orElse(false);
        return hostNetwork || hasSandbox(pod) ? Optional.empty() : known.ofNodeOf(pod);
    }

    /** Whether the pod's network was set up: it has an address, or a container that was created. */
    private static boolean hasSandbox(KubeObject pod) {
        return !pod.list("status", "podIPs").isEmpty()
                || ContainerStatus.of(pod).stream()
                        .anyMatch(container ->
                                !container.is("waiting") || !BEFORE_A_CONTAINER.contains(container.waitingReason()));
    }

    private static Optional<Cause> volume(KubeObject pod, Diagnosis known) {
        return hasSandbox(pod)
                ? Optional.empty()
                : known.cluster()
                        .warning(pod)
                        .filter(event -> event.text("reason")
                                .filter(VOLUME_EVENTS::contains)
                                .isPresent())
                        .flatMap(event -> ConfigMissing.in(event.text("message").orElse(""), pod)
                                .or(() -> cause(Kind.VOLUME, pod, known)));
    }

    private static Optional<Cause> container(
            Kind kind, KubeObject pod, Predicate<ContainerStatus> applies, Diagnosis known) {
        return ContainerStatus.of(pod).stream()
                .filter(applies)
                .findFirst()
                .map(container -> new PodCause(kind, known.cluster().owner(pod), container.name()));
    }

    private static boolean cannotStart(ContainerStatus container) {
        return CANNOT_START.contains(container.waitingReason())
                || container
                        .lastEnd()
                        .flatMap(end -> Tree.text(end, "reason"))
                        .filter(CANNOT_START::contains)
                        .isPresent();
    }

    private static Optional<Cause> probe(KubeObject pod, Diagnosis known) {
        boolean running = pod.list("status", "containerStatuses").stream()
                .map(ContainerStatus::new)
                .anyMatch(container -> container.is("running") && !container.ready());
        return running && known.cluster().warning(pod, "Unhealthy").isPresent()
                ? cause(Kind.NOT_READY, pod, known)
                : Optional.empty();
    }

    /** There is no sign of a problem, and something that the pod needs became ready a moment ago. */
    private static Optional<Cause> starting(KubeObject pod, Diagnosis known) {
        ClusterIndex cluster = known.cluster();
        boolean pulling = Evidence.last(cluster.observation().events(pod), 1).stream()
                .anyMatch(
                        event -> event.text("reason").filter("Pulling"::equals).isPresent());
        if (pulling) {
            return cause(Kind.PULLING, pod, known);
        }
        boolean warned = cluster.warnings(pod)
                .anyMatch(event ->
                        event.text("reason").filter("FailedScheduling"::equals).isEmpty());
        boolean scheduledNow = !warned
                && cluster.isRecent(
                        pod.condition("PodScheduled").flatMap(Condition::since).or(pod::created));
        boolean restartedNow =
                ContainerStatus.of(pod).stream().anyMatch(container -> cluster.isRecent(container.startedAt()));
        // Until the kubelet's next attempt the newest event is from the time without an agent.
        boolean agentReadyNow = ClusterIndex.nodeName(pod)
                .flatMap(cluster::agent)
                .flatMap(agent -> agent.condition("Ready"))
                .filter(ready -> ready.isTrue() && cluster.isRecent(ready.since()))
                .isPresent();
        return scheduledNow || restartedNow || agentReadyNow ? cause(Kind.STARTING, pod, known) : Optional.empty();
    }
}
