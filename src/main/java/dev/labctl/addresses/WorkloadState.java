package dev.labctl.addresses;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object that makes pods, or a pod that nothing made, and how its pods are. Pods of the node's own network are not
 * counted, for they take no address.
 *
 * @param node where all of its pods are, if that is one node
 * @param system whether it comes with the cluster
 * @param running those that are ready
 * @param stuck those that are not, and have not ended either
 * @param text the newest event of a stuck pod; empty where there is none
 */
public record WorkloadState(
        ObjectRef ref,
        Optional<String> node,
        boolean system,
        int wanted,
        List<KubeObject> running,
        List<KubeObject> stuck,
        String text) {
    /** The namespaces of what comes with a kind cluster. */
    public static final Set<String> SYSTEM = Set.of("kube-system", "local-path-storage");

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final Set<String> MAKERS = Set.of("Deployment", "DaemonSet", "StatefulSet", "Job");

    public WorkloadState {
        running = List.copyOf(running);
        stuck = List.copyOf(stuck);
    }

    /** Whether a pod has neither ended nor the network of its node. */
    public static boolean takesAddress(KubeObject pod) {
        return !Tree.flag(pod.tree(), "spec", "hostNetwork").orElse(false)
                && pod.text("status", "phase").filter(ENDED::contains).isEmpty();
    }

    /** All of them, in the order of their namespaces and names. */
    static List<WorkloadState> of(Observation seen) {
        Map<ObjectRef, List<KubeObject>> pods = new LinkedHashMap<>();
        MAKERS.stream()
                .flatMap(kind -> seen.list(kind).stream())
                .filter(maker -> !hostNetwork(maker))
                .forEach(maker -> pods.put(maker.ref(), new ArrayList<>()));
        seen.list("Pod").stream().filter(WorkloadState::takesAddress).forEach(pod -> pods.computeIfAbsent(
                        seen.top(pod).ref(), ref -> new ArrayList<>())
                .add(pod));
        return pods.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), seen))
                .filter(state -> state.wanted > 0 || !state.running.isEmpty() || !state.stuck.isEmpty())
                .sorted(java.util.Comparator.comparing(WorkloadState::system)
                        .thenComparing(state -> state.ref.namespace().orElse(""))
                        .thenComparing(state -> state.ref.name())
                        .thenComparing(state -> state.ref.kind()))
                .toList();
    }

    private static boolean hostNetwork(KubeObject maker) {
        return Tree.flag(maker.tree(), "spec", "template", "spec", "hostNetwork")
                .orElse(false);
    }

    private static WorkloadState of(ObjectRef ref, List<KubeObject> pods, Observation seen) {
        List<KubeObject> staying = pods.stream().filter(pod -> !pod.deleting()).toList();
        List<KubeObject> running =
                staying.stream().filter(pod -> pod.conditionTrue("Ready")).toList();
        List<KubeObject> stuck =
                staying.stream().filter(pod -> !pod.conditionTrue("Ready")).toList();
        List<String> nodes = staying.stream()
                .map(pod -> pod.text("spec", "nodeName").orElse(""))
                .distinct()
                .toList();
        return new WorkloadState(
                ref,
                nodes.size() == 1 && !nodes.get(0).isEmpty() ? Optional.of(nodes.get(0)) : Optional.empty(),
                ref.namespace().filter(SYSTEM::contains).isPresent(),
                wanted(seen.find(ref), staying.size()),
                running,
                stuck,
                stuck.stream()
                        .flatMap(pod -> newest(pod, seen).stream())
                        .findFirst()
                        .orElse(""));
    }

    /** The newest warning that a pod has. */
    static Optional<String> newest(KubeObject pod, Observation seen) {
        List<KubeObject> events = seen.events(pod).stream()
                .filter(event -> event.text("type").filter("Warning"::equals).isPresent())
                .toList();
        return events.isEmpty()
                ? Optional.empty()
                : events.get(events.size() - 1).text("message");
    }

    private static int wanted(Optional<KubeObject> maker, int pods) {
        return maker.map(object -> switch (object.kind()) {
                    case "DaemonSet" -> (int) object.number("status", "desiredNumberScheduled");
                    case "Deployment", "StatefulSet", "ReplicaSet" ->
                        Tree.number(object.tree(), "spec", "replicas")
                                .orElse(1L)
                                .intValue();
                    default -> pods;
                })
                .orElse(pods);
    }
}
