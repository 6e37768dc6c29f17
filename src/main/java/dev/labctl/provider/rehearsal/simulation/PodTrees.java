package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Pods as the API shows them. What many pods have in common (their template, the conditions of those that got ready at the
 * same time) is one tree for all of them.
 */
final class PodTrees {
    private static final long CRASH_EXIT = 1;

    /** What decides a pod's conditions, but for the scheduler's words. */
    private record ConditionsKey(
            long created, long scheduled, long sandboxed, long started, long ready, boolean ended) {}

    /** What decides the state of a pod's containers. */
    private record ContainersKey(
            String template,
            Pod.Stage stage,
            long started,
            long ended,
            boolean ready,
            int restarts,
            String lastWords) {}

    private final Timeline time;
    private final Function<String, List<IpAddress>> nodeAddresses;
    private final Map<ConditionsKey, List<Object>> conditions = new HashMap<>();
    private final Map<ContainersKey, List<Object>> containers = new HashMap<>();

    /**
     * For the pods of one cluster.
     *
     * @param nodeAddresses the addresses of the node of a name
     */
    PodTrees(Timeline time, Function<String, List<IpAddress>> nodeAddresses) {
        this.time = time;
        this.nodeAddresses = nodeAddresses;
    }

    KubeObject of(Pod pod, String uid) {
        Map<String, Object> spec = pod.template().spec();
        return new KubeObject(Trees.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                metadata(pod, uid),
                "spec",
                pod.node.isEmpty() ? spec : Trees.with(spec, pod.node, "nodeName"),
                "status",
                status(pod)));
    }

    private Map<String, Object> metadata(Pod pod, String uid) {
        PodTemplate template = pod.template();
        return Trees.of(
                "name",
                pod.name(),
                "namespace",
                pod.namespace(),
                "uid",
                uid,
                "resourceVersion",
                Long.toString(pod.version),
                "creationTimestamp",
                time.text(pod.created),
                "deletionTimestamp",
                pod.deleting() ? time.text(pod.deleted + template.grace() * 1000) : null,
                "deletionGracePeriodSeconds",
                pod.deleting() ? template.grace() : null,
                "labels",
                template.labels().isEmpty()
                        ? null
                        : Tree.at(template.tree(), "metadata", "labels").get(),
                "annotations",
                template.annotations().isEmpty()
                        ? null
                        : Tree.at(template.tree(), "metadata", "annotations").get(),
                "ownerReferences",
                template.owner().map(PodTrees::reference).orElse(null));
    }

    static List<Object> reference(PodTemplate.Owner owner) {
        return List.of(Trees.of(
                "apiVersion", owner.ref().apiVersion(),
                "kind", owner.ref().kind(),
                "name", owner.ref().name(),
                "uid", owner.uid(),
                "controller", true,
                "blockOwnerDeletion", true));
    }

    private Map<String, Object> status(Pod pod) {
        if (pod.node.isEmpty()) {
            return Trees.of("phase", "Pending", "conditions", pendingConditions(pod), "qosClass", "BestEffort");
        }
        boolean sandbox = pod.sandboxed != Pod.NEVER;
        List<String> host = texts(nodeAddresses.apply(pod.node));
        List<String> own = pod.template().hostNetwork() ? host : texts(pod.addresses);
        List<String> ips = sandbox ? own : List.of();
        return Trees.of(
                "phase",
                phase(pod),
                "conditions",
                conditions(pod),
                "hostIP",
                host.isEmpty() ? null : host.get(0),
                "hostIPs",
                host.isEmpty() ? null : entries(host),
                "podIP",
                ips.isEmpty() ? null : ips.get(0),
                "podIPs",
                ips.isEmpty() ? null : entries(ips),
                "startTime",
                time.text(pod.scheduled),
                "containerStatuses",
                containers(pod),
                "qosClass",
                "BestEffort");
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }

    private static List<Object> entries(List<String> ips) {
        return ips.stream().<Object>map(ip -> Map.of("ip", ip)).toList();
    }

    private static String phase(Pod pod) {
        return switch (pod.stage) {
            case PENDING, BOUND, STARTING -> "Pending";
            case RUNNING, CRASHED -> "Running";
            case SUCCEEDED -> "Succeeded";
        };
    }

    private List<Object> pendingConditions(Pod pod) {
        return pod.unschedulable.isEmpty()
                ? List.of()
                : List.of(
                        condition("PodScheduled", "False", pod.unschedulableSince, "Unschedulable", pod.unschedulable));
    }

    private List<Object> conditions(Pod pod) {
        ConditionsKey key = new ConditionsKey(
                pod.created, pod.scheduled, pod.sandboxed, pod.started, pod.ready, pod.stage == Pod.Stage.SUCCEEDED);
        return conditions.computeIfAbsent(key, k -> conditions(k));
    }

    /** Their order is the kubelet's (Kubernetes 1.33 {@code pkg/kubelet/kubelet_pods.go}). */
    private List<Object> conditions(ConditionsKey pod) {
        boolean sandbox = pod.sandboxed() != Pod.NEVER;
        boolean ready = pod.ready() != Pod.NEVER && !pod.ended();
        String why = ready ? null : pod.ended() ? "PodCompleted" : "ContainersNotReady";
        long since = ready ? pod.ready() : pod.scheduled();
        List<Object> all = new ArrayList<>();
        all.add(condition(
                "PodReadyToStartContainers",
                sandbox && !pod.ended() ? "True" : "False",
                sandbox ? pod.sandboxed() : pod.scheduled(),
                null,
                null));
        all.add(condition("Initialized", "True", pod.scheduled(), pod.ended() ? "PodCompleted" : null, null));
        all.add(condition("Ready", ready ? "True" : "False", since, why, null));
        all.add(condition("ContainersReady", ready ? "True" : "False", since, why, null));
        all.add(condition("PodScheduled", "True", pod.scheduled(), null, null));
        return List.copyOf(all);
    }

    private Map<String, Object> condition(String type, String status, long since, String reason, String message) {
        return Trees.of(
                "type", type,
                "status", status,
                "lastTransitionTime", time.text(since),
                "reason", reason,
                "message", message);
    }

    private List<Object> containers(Pod pod) {
        ContainersKey key = new ContainersKey(
                pod.template().key(), pod.stage, pod.started, pod.ended, pod.isReady(), pod.restarts, pod.lastWords);
        return containers.computeIfAbsent(key, k -> Tree.list(pod.template().spec(), "containers").stream()
                .<Object>map(container -> container(container, pod))
                .toList());
    }

    private Map<String, Object> container(Object container, Pod pod) {
        String image = Tree.text(container, "image").orElse("");
        return Trees.of(
                "name",
                Tree.text(container, "name").orElse(""),
                "state",
                state(pod),
                "lastState",
                pod.restarts > 0 ? Map.of("terminated", terminated(pod, CRASH_EXIT, "Error")) : Map.of(),
                "ready",
                pod.isReady() && pod.live(),
                "restartCount",
                (long) pod.restarts,
                "image",
                image,
                "imageID",
                "",
                "started",
                pod.stage == Pod.Stage.RUNNING);
    }

    private Map<String, Object> state(Pod pod) {
        return switch (pod.stage) {
            case PENDING, BOUND, STARTING -> Map.of("waiting", Map.of("reason", "ContainerCreating"));
            case RUNNING -> Map.of("running", Map.of("startedAt", time.text(pod.started)));
            case CRASHED ->
                Map.of(
                        "waiting",
                        Trees.of("reason", "CrashLoopBackOff", "message", "back-off restarting failed container"));
            case SUCCEEDED -> Map.of("terminated", terminated(pod, 0, "Completed"));
        };
    }

    private Map<String, Object> terminated(Pod pod, long exitCode, String reason) {
        return Trees.of(
                "exitCode",
                exitCode,
                "reason",
                reason,
                "message",
                pod.lastWords.isEmpty() || exitCode == 0 ? null : pod.lastWords,
                "startedAt",
                time.text(pod.started),
                "finishedAt",
                time.text(pod.ended));
    }
}
