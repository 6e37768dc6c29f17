package dev.labctl.explain.rules;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ConfigMissing;
import dev.labctl.explain.causes.ImagePull;
import dev.labctl.explain.causes.NodeNotReady;
import dev.labctl.explain.causes.OperatorNotReady;
import dev.labctl.explain.causes.PodCause;
import dev.labctl.explain.causes.PodCause.Kind;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.time.Instant;
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
    private static final List<Rule<Pod>> TABLE = List.of(
            // The states of containers on a node whose kubelet does not respond are out of date.
            (pod, known) ->
                    known.ofNodeOf(pod).filter(cause -> cause instanceof NodeNotReady node && !node.lacksNetwork()),
            PodRules::cilium,
            SchedulingRules::cause,
            PodRules::node,
            PodRules::volume,
            (pod, known) -> hasSandbox(pod) ? Optional.empty() : AddressRules.cause(pod, known),
            (pod, known) -> ImagePull.of(pod),
            (pod, known) -> ConfigMissing.of(pod),
            (pod, known) -> container(Kind.CANNOT_START, pod, PodRules::cannotStart),
            (pod, known) -> container(Kind.CRASHES, pod, Container::isCrashing),
            PodRules::probe,
            PodRules::starting,
            (pod, known) -> cause(Kind.UNKNOWN, pod));

    private PodRules() {}

    static Optional<Cause> cause(Pod pod, Diagnosis known) {
        if (pod.isStuck()) {
            return Rule.first(TABLE, pod, known);
        }
        boolean replaced = !pod.object().list("metadata", "ownerReferences").isEmpty();
        boolean failed =
                pod.object().text("status", "phase").filter("Failed"::equals).isPresent();
        return failed && !replaced && !pod.isDeleting() ? cause(Kind.FAILED, pod) : Optional.empty();
    }

    private static Optional<Cause> cause(Kind kind, Pod pod) {
        return Optional.of(new PodCause(kind, pod.rootOwner().ref()));
    }

    /** The agent and the operator do not depend on themselves. */
    private static Optional<Cause> cilium(Pod pod, Diagnosis known) {
        if (ClusterIndex.isAgent(pod.object())) {
            return known.ofNodeOf(pod);
        }
        return ClusterIndex.isOperator(pod.object())
                        && !known.cluster().operatorReady()
                        && pod.node().isPresent()
                ? ImagePull.of(pod).or(() -> Optional.of(new OperatorNotReady()))
                : Optional.empty();
    }

    private static Optional<Cause> node(Pod pod, Diagnosis known) {
        return pod.isHostNetwork() || hasSandbox(pod) ? Optional.empty() : known.ofNodeOf(pod);
    }

    /** Whether the pod's network was set up: it has an address, or a container that was created. */
    private static boolean hasSandbox(Pod pod) {
        return pod.hasAddress()
                || pod.containers().stream()
                        .anyMatch(container ->
                                !container.isWaiting() || !BEFORE_A_CONTAINER.contains(container.waitingReason()));
    }

    private static Optional<Cause> volume(Pod pod, Diagnosis known) {
        return pod.lastWarning()
                .filter(event -> !hasSandbox(pod)
                        && event.text("reason").filter(VOLUME_EVENTS::contains).isPresent())
                .flatMap(event ->
                        ConfigMissing.in(event.text("message").orElse(""), pod).or(() -> cause(Kind.VOLUME, pod)));
    }

    private static Optional<Cause> container(Kind kind, Pod pod, Predicate<Container> applies) {
        return pod.containers().stream()
                .filter(applies)
                .findFirst()
                .map(container -> new PodCause(kind, pod.rootOwner().ref(), container.name()));
    }

    private static boolean cannotStart(Container container) {
        String ended =
                container.lastEnd().flatMap(end -> Tree.text(end, "reason")).orElse("");
        return CANNOT_START.contains(container.waitingReason()) || CANNOT_START.contains(ended);
    }

    private static Optional<Cause> probe(Pod pod, Diagnosis known) {
        boolean running =
                pod.containers().stream().anyMatch(container -> container.is("running") && !container.isReady());
        return running && known.cluster().lastWarning(pod.object(), "Unhealthy").isPresent()
                ? cause(Kind.NOT_READY, pod)
                : Optional.empty();
    }

    /** There is no sign of a problem, and something that the pod needs became ready a moment ago. */
    private static Optional<Cause> starting(Pod pod, Diagnosis known) {
        ClusterIndex cluster = known.cluster();
        boolean pulling = Evidence.last(pod.events(), 1).stream()
                .anyMatch(
                        event -> event.text("reason").filter("Pulling"::equals).isPresent());
        if (pulling) {
            return cause(Kind.PULLING, pod);
        }
        boolean warned = cluster.view().warnings(pod.object()).anyMatch(event -> event.text("reason")
                .filter("FailedScheduling"::equals)
                .isEmpty());
        Optional<Instant> scheduled = pod.object()
                .condition("PodScheduled")
                .flatMap(Condition::since)
                .or(() -> pod.object().created());
        // Until the kubelet's next attempt the newest event is from the time without an agent.
        Optional<Instant> agentReady = pod.node()
                .flatMap(cluster::agent)
                .flatMap(agent -> agent.object().condition("Ready"))
                .filter(Condition::isTrue)
                .flatMap(Condition::since);
        boolean restarted = pod.containers().stream().anyMatch(container -> cluster.isRecent(container.startedAt()));
        return restarted || cluster.isRecent(agentReady) || (!warned && cluster.isRecent(scheduled))
                ? cause(Kind.STARTING, pod)
                : Optional.empty();
    }
}
