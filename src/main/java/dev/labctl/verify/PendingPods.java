package dev.labctl.verify;

import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Container;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.PodProblem;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.verify.Verdict.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pods that are not ready: why, as far as they or their node say it, and whether that may pass. */
record PendingPods(VerificationContext context) {
    /** Why a pod is not ready: the predicate of a sentence whose subject is the pod. */
    private record Cause(Outcome outcome, String predicate) {}

    /** Adds each cause once, with the pods that have it. */
    void addTo(Findings findings, List<Pod> pods) {
        Map<Cause, List<Pod>> byCause =
                pods.stream().collect(Collectors.groupingBy(this::cause, LinkedHashMap::new, Collectors.toList()));
        byCause.forEach((cause, those) -> findings.add(
                cause.outcome(),
                (those.size() == 1 ? "Pod " + those.get(0).name() : those.size() + " pods") + cause.predicate(),
                those.stream().map(Pod::ref).toArray(ObjectRef[]::new)));
    }

    private Cause cause(Pod pod) {
        Optional<PodProblem> problem = pod.problem();
        if (problem.filter(PodProblem::terminal).isPresent()) {
            return new Cause(Outcome.BROKEN, problem.get().predicate());
        }
        Optional<IpamTrouble> trouble = problem.flatMap(PodProblem::ipam);
        return trouble.flatMap(found -> noAddressEver(pod, found))
                .map(why -> new Cause(Outcome.BROKEN, ": no address, " + why))
                .orElseGet(() -> new Cause(
                        Outcome.NOT_YET,
                        problem.filter(found -> found.type() != PodProblem.Type.SANDBOX || trouble.isPresent())
                                .map(PodProblem::predicate)
                                .orElseGet(() -> ": " + state(pod))));
    }

    /** Why a pod will have no address, whatever comes; empty where it may get one. */
    private Optional<String> noAddressEver(Pod pod, IpamTrouble trouble) {
        return switch (trouble.kind()) {
            case RANGE_FULL -> pod.node().flatMap(context.map()::node).flatMap(this::full);
            case POOL_NOT_YET_AVAILABLE, POOL_EXHAUSTED ->
                trouble.pool()
                        .filter(pool -> context.cluster()
                                .find(Kind.CILIUM_POD_IP_POOL.ref(pool))
                                .isEmpty())
                        .map(pool -> "there is no pool " + pool);
            default -> Optional.empty();
        };
    }

    /** A node has one block of each family for ever (Cilium 1.18 {@code pkg/ipam/allocator/podcidr}). */
    private Optional<String> full(NodeMap node) {
        if (context.cluster().podsOn(node.name()).stream().anyMatch(Pod::isDeleting)) {
            return Optional.empty();
        }
        return node.blocks().stream()
                .filter(block -> block.free() == 0)
                .findFirst()
                .map(block -> "all " + block.usable() + " addresses of " + block.known() + " on " + node.name()
                        + " are taken");
    }

    private static String state(Pod pod) {
        return pod.containers().stream()
                .map(Container::waitingReason)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse(pod.node().isPresent() ? "not ready" : "no node yet");
    }
}
