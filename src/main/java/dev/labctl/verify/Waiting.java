package dev.labctl.verify;

import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.cluster.PodProblem;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.IpamTrouble.Kind;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import dev.labctl.verify.Verdict.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods that are not ready: why, as far as they or their node say it, and whether that may pass. */
final class Waiting {
    private final VerificationContext scene;

    Waiting(VerificationContext scene) {
        this.scene = scene;
    }

    /**
     * What holds a pod up.
     *
     * @param rest of a sentence that begins with the pod
     */
    private record Held(Outcome outcome, String rest) {}

    /** Adds what holds the pods up; what holds up several is said once. */
    void judge(List<KubeObject> pods, Findings findings) {
        Map<Held, List<KubeObject>> held = new LinkedHashMap<>();
        pods.forEach(
                pod -> held.computeIfAbsent(held(pod), key -> new ArrayList<>()).add(pod));
        held.forEach((why, those) -> findings.add(
                why.outcome(),
                (those.size() == 1 ? "Pod " + those.get(0).name() : those.size() + " pods") + why.rest(),
                those.stream().map(KubeObject::ref).toArray(ObjectRef[]::new)));
    }

    private Held held(KubeObject pod) {
        Optional<PodProblem> trouble = scene.problem(pod).filter(problem -> problem.type() != PodProblem.Type.SANDBOX);
        Optional<String> told = trouble.map(PodProblem::predicate);
        if (trouble.filter(PodProblem::terminal).isPresent()) {
            return new Held(Outcome.BROKEN, told.orElseThrow());
        }
        return noAddressEver(pod)
                .map(why -> new Held(Outcome.BROKEN, ": no address, " + why))
                .orElseGet(() -> new Held(Outcome.NOT_YET, told.orElseGet(() -> ": " + words(pod))));
    }

    /** Why a pod will have no address, whatever comes; empty where it has one, or may get one. */
    private Optional<String> noAddressEver(KubeObject pod) {
        if (!pod.list("status", "podIPs").isEmpty()) {
            return Optional.empty();
        }
        Optional<NodeMap> node = pod.text("spec", "nodeName").flatMap(scene.map()::node);
        return newest(pod)
                .flatMap(text -> IpamTrouble.in(text).stream().findFirst())
                .flatMap(trouble -> switch (trouble.kind()) {
                    case RANGE_FULL -> node.flatMap(this::full);
                    case POOL_NOT_YET_AVAILABLE, POOL_EXHAUSTED ->
                        trouble.pool().flatMap(this::missing);
                    default -> Optional.empty();
                });
    }

    /** A node has one block of each family for ever (Cilium 1.18 {@code pkg/ipam/allocator/podcidr}). */
    private Optional<String> full(NodeMap node) {
        if (scene.seen().podsOn(node.name()).stream().anyMatch(KubeObject::deleting)) {
            return Optional.empty();
        }
        return node.blocks().stream()
                .filter(block -> block.free() == 0)
                .findFirst()
                .map(block -> "all " + block.usable() + " addresses of " + block.cidr() + " on " + node.name()
                        + " are taken");
    }

    private Optional<String> missing(String pool) {
        ObjectRef ref = ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", pool);
        return scene.seen().find(ref).isPresent() ? Optional.empty() : Optional.of("there is no pool " + pool);
    }

    private Optional<String> newest(KubeObject pod) {
        List<KubeObject> events = scene.seen().events(pod).stream()
                .filter(event -> event.text("type").filter("Warning"::equals).isPresent())
                .toList();
        return events.isEmpty()
                ? Optional.empty()
                : events.get(events.size() - 1).text("message");
    }

    /** What the agent says where it says something, else what the kubelet does. */
    private String words(KubeObject pod) {
        Optional<IpamTrouble> trouble =
                newest(pod).flatMap(text -> IpamTrouble.in(text).stream().findFirst());
        if (trouble.isPresent() && pod.list("status", "podIPs").isEmpty()) {
            return said(trouble.get());
        }
        return pod.list("status", "containerStatuses").stream()
                .flatMap(container -> Tree.text(container, "state", "waiting", "reason").stream())
                .findFirst()
                .orElse(pod.text("spec", "nodeName").isPresent() ? "not ready" : "no node yet");
    }

    private static String said(IpamTrouble trouble) {
        String pool = trouble.pool().map(name -> " of pool " + name).orElse("");
        Kind kind = trouble.kind();
        return switch (kind) {
            case RANGE_FULL -> "range is full";
            case POOL_NOT_YET_AVAILABLE -> "its node has no block" + pool + " yet";
            case POOL_EXHAUSTED -> "its node's blocks" + pool + " are used up";
            case POOL_MISSING -> "no such pool";
            case POOL_EMPTY -> "no block left" + pool;
            case ALLOCATOR_FULL -> "allocator full";
            case NO_MORE_IPS -> "no more IPs available";
        };
    }
}
