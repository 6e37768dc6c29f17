package dev.labctl.explain.rules;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.AddressesLeaked;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.CiliumCauses.OperatorNotReady;
import dev.labctl.explain.causes.ContainerCauses.ConfigMissing;
import dev.labctl.explain.causes.ContainerCauses.ImagePull;
import dev.labctl.explain.causes.InterfaceCauses.NoAddresses;
import dev.labctl.explain.causes.NodeNotReady;
import dev.labctl.explain.causes.NodeUnknown;
import dev.labctl.explain.causes.NotScheduled;
import dev.labctl.explain.causes.PodCause;
import dev.labctl.explain.causes.PodCause.Kind;
import dev.labctl.explain.causes.PoolCauses.PoolCause;
import dev.labctl.explain.causes.RangeFull;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Why a pod does not run, in the order of its life: node, network, volumes, address, containers, readiness. */
final class PodRules {
    private static final Set<String> VOLUME_EVENTS = Set.of("FailedMount", "FailedAttachVolume");
    private static final Set<String> BEFORE_A_CONTAINER = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> CANNOT_START =
            Set.of("CreateContainerError", "RunContainerError", "StartError", "ContainerCannotRun");

    /** For pods that are not ready; the first row that applies gives the cause. */
    private static final List<BiFunction<Pod, Diagnosis, Optional<Cause>>> TABLE = List.of(
            (pod, known) -> NodeUnknown.of(pod, known.cluster()),
            // The states of containers on a node whose kubelet does not respond are out of date.
            (pod, known) ->
                    known.ofNodeOf(pod).filter(cause -> cause instanceof NodeNotReady node && !node.lacksNetwork()),
            PodRules::cilium,
            PodRules::scheduling,
            PodRules::node,
            PodRules::volume,
            (pod, known) -> hasSandbox(pod) ? Optional.empty() : address(pod, known),
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
            return TABLE.stream()
                    .flatMap(rule -> rule.apply(pod, known).stream())
                    .findFirst();
        }
        boolean replaced = !pod.object().list("metadata", "ownerReferences").isEmpty();
        boolean failed = pod.object().has("Failed", "status", "phase");
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
        boolean pulling = Evidence.last(pod.events(), 1).stream().anyMatch(event -> event.has("Pulling", "reason"));
        if (pulling) {
            return cause(Kind.PULLING, pod);
        }
        boolean warned =
                cluster.view().warnings(pod.object()).anyMatch(event -> !event.has("FailedScheduling", "reason"));
        Optional<Instant> scheduled =
                pod.object().since("PodScheduled").or(() -> pod.object().created());
        // Until the kubelet's next attempt the newest event is from the time without an agent.
        Optional<Instant> agentReady = pod.node()
                .flatMap(cluster::agent)
                .filter(Pod::isReady)
                .flatMap(agent -> agent.object().since("Ready"));
        boolean restarted = pod.containers().stream().anyMatch(container -> cluster.isRecent(container.startedAt()));
        return restarted || cluster.isRecent(agentReady) || (!warned && cluster.isRecent(scheduled))
                ? cause(Kind.STARTING, pod)
                : Optional.empty();
    }

    private static Optional<Cause> scheduling(Pod pod, Diagnosis diagnosis) {
        ClusterIndex cluster = diagnosis.cluster();
        if (pod.node().isPresent()) {
            return Optional.empty();
        }
        Optional<String> message = pod.object()
                .condition("PodScheduled")
                .filter(condition -> condition.reason().equals("Unschedulable"))
                .map(Condition::message);
        if (message.isEmpty()) {
            return Optional.of(new PodCause(
                    cluster.isRecent(pod.object().created()) ? Kind.STARTING : Kind.UNKNOWN,
                    pod.rootOwner().ref()));
        }
        String text = message.get();
        // A recovering node does not help where others lack room: then the scheduler's message explains both.
        boolean full = text.contains("Insufficient ") || text.contains("Too many pods");
        Optional<Cause> ofNode = full || NotScheduled.TEMPORARY_TAINTS.stream().noneMatch(text::contains)
                ? Optional.empty()
                : ofTaintedNodes(pod, diagnosis);
        return ofNode.or(() -> Optional.of(new NotScheduled(pod.rootOwner().ref(), text)));
    }

    /** The pod fits on a node that accepts none at the moment: the node's cause is the pod's. */
    private static Optional<Cause> ofTaintedNodes(Pod pod, Diagnosis diagnosis) {
        Map<String, String> selector = pod.object().texts("spec", "nodeSelector");
        return diagnosis.cluster().view().nodes().stream()
                .map(Node::object)
                .filter(node -> node.hasLabels(selector))
                .filter(node -> temporary(node).anyMatch(taint -> taint))
                // A control plane that recovers accepts no more pods than before.
                .sorted(Comparator.comparing(node -> !temporary(node).allMatch(taint -> taint)))
                .flatMap(node -> diagnosis.ofNode(node.name()).stream())
                .findFirst();
    }

    /** Of each taint of a node whether it is temporary. */
    private static Stream<Boolean> temporary(KubeObject node) {
        return node.list("spec", "taints").stream().map(taint -> Tree.text(taint, "key")
                .filter(NotScheduled.TEMPORARY_TAINTS::contains)
                .isPresent());
    }

    /** Why a pod has no address, from the answer of its node's agent in the newest event of the sandbox. */
    private static Optional<Cause> address(Pod pod, Diagnosis diagnosis) {
        ClusterIndex cluster = diagnosis.cluster();
        return cluster.lastWarning(pod.object(), IpamTexts.POD_EVENT_REASON)
                .flatMap(event -> trouble(event))
                .flatMap(trouble -> switch (trouble.kind()) {
                    case RANGE_FULL -> leaked(pod, cluster).or(() -> Optional.of(new RangeFull()));
                    case NO_MORE_IPS -> Optional.of(NoAddresses.ofPod(pod.node().orElse(""), cluster));
                    case POOL_EXHAUSTED -> leaked(pod, cluster).or(() -> Optional.of(exhausted(pod, cluster)));
                    default ->
                        trouble.pool()
                                .map(pool -> noBlock(pod, pool, trouble.family().orElse(Family.IPV4), cluster));
                });
    }

    private static Optional<Cause> leaked(Pod pod, ClusterIndex cluster) {
        return pod.node().flatMap(node -> AddressesLeaked.of(node, cluster));
    }

    private static Optional<IpamTrouble> trouble(KubeObject event) {
        return IpamTrouble.in(event.text("message").orElse("")).stream().findFirst();
    }

    private static Cause noBlock(Pod pod, String pool, Family family, ClusterIndex cluster) {
        String node = pod.node().orElse("");
        return cluster.operatorReady()
                ? NodeRules.pool(node, pool, family, cluster).orElseGet(() -> pending(pod, pool, family, cluster))
                : new OperatorNotReady();
    }

    /** The agent asks the operator for blocks every 15 s (Cilium 1.18 {@code pkg/ipam/multipool.go}). */
    private static Cause pending(Pod pod, String pool, Family family, ClusterIndex cluster) {
        Optional<Instant> firstRefusal = cluster.view()
                .warnings(pod.object())
                .filter(event -> trouble(event).isPresent())
                .flatMap(event -> Tree.time(event.tree(), "firstTimestamp")
                        .or(() -> Tree.time(event.tree(), "eventTime"))
                        .or(event::created)
                        .stream())
                .min(Comparator.naturalOrder());
        return new PoolCause(
                cluster.isRecent(firstRefusal) ? PoolCause.Lack.PENDING : PoolCause.Lack.OVERDUE, pool, family);
    }

    /**
     * The agent names no pool: it is the one that the pod chose, of the first family without a free address. A pool without a
     * family has no range of it that could be exhausted, but the agent says so once it has one of the other family (Cilium 1.18
     * {@code pkg/ipam/multipool.go}).
     */
    private static Cause exhausted(Pod pod, ClusterIndex cluster) {
        String node = pod.node().orElse("");
        Family family = cluster.families().stream()
                .filter(one -> cluster
                        .blocks(node, cluster.view().poolChoice(pod, one).pool(), one)
                        .stream()
                        .allMatch(block -> block.free() == 0))
                .findFirst()
                .orElse(Family.IPV4);
        String pool = cluster.view().poolChoice(pod, family).pool();
        return NodeRules.unusable(pool, family, cluster).orElseGet(() -> full(pod, pool, family, cluster));
    }

    private static Cause full(Pod pod, String pool, Family family, ClusterIndex cluster) {
        return cluster.addresses()
                        .pool(pool, family)
                        .filter(map -> map.free() > 0)
                        .isPresent()
                ? pending(pod, pool, family, cluster)
                : new PoolCause(PoolCause.Lack.EXHAUSTED, pool, family);
    }
}
