package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.tree.CompactMap;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pods as the API shows them. What many pods have in common (their template, the conditions of those that got ready at the
 * same time) is one tree for all of them.
 */
public final class PodObjects {
    private static final long CRASH_EXIT = 1;

    private static final String[] POD = {"apiVersion", "kind", "metadata", "spec", "status"};
    private static final String[] METADATA = {
        "name",
        "namespace",
        "uid",
        "resourceVersion",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "labels",
        "annotations",
        "ownerReferences"
    };
    private static final String[] STATUS = {
        "phase", "conditions", "hostIP", "hostIPs", "podIP", "podIPs", "startTime", "containerStatuses", "qosClass"
    };

    /** Addresses as a pod's status has them: the first one, and all; null where there are none. */
    private record Addresses(String first, List<Object> all) {
        static final Addresses NONE = new Addresses(null, null);

        static Addresses of(List<IpAddress> addresses) {
            if (addresses.isEmpty()) {
                return NONE;
            }
            List<Object> all = new ArrayList<>(addresses.size());
            addresses.forEach(address -> all.add(Map.of("ip", address.toString())));
            return new Addresses(addresses.get(0).toString(), List.copyOf(all));
        }
    }

    /** What decides a pod's conditions, but for the scheduler's words. */
    private record ConditionsKey(long scheduled, long sandboxed, long ready, boolean ended) {}

    /** What decides the state of a pod's containers. */
    private record ContainersKey(
            String template,
            SimulatedPod.Stage stage,
            long started,
            long ended,
            boolean ready,
            int restarts,
            String exitMessage) {}

    private final VirtualClock time;
    private final Pods pods;
    private final Nodes nodes;
    private final Map<String, Addresses> hosts = new HashMap<>();
    private final Map<ConditionsKey, List<Object>> conditions = new HashMap<>();
    private final Map<ContainersKey, List<Object>> containers = new HashMap<>();

    public PodObjects(VirtualClock time, Pods pods, Nodes nodes) {
        this.time = time;
        this.pods = pods;
        this.nodes = nodes;
    }

    /** Built again only if the pod has changed since the last call. */
    public KubeObject of(SimulatedPod pod) {
        if (pod.object == null) {
            pod.object = new KubeObject(new CompactMap(
                    POD, "v1", "Pod", metadata(pod), pod.template().spec(nodeName(pod)), status(pod)));
        }
        return pod.object;
    }

    /** A node that the manifest names is there from the beginning, whether the cluster has it or not. */
    private static String nodeName(SimulatedPod pod) {
        return pod.node.isEmpty() ? pod.template().fixedNode().orElse("") : pod.node;
    }

    private Map<String, Object> metadata(SimulatedPod pod) {
        TemplateRevision template = pod.template();
        return new CompactMap(
                METADATA,
                pod.name(),
                pod.namespace(),
                pods.uid(pod),
                Long.toString(pod.version),
                time.text(pod.created),
                pod.deleting() ? time.text(pod.deleted + template.grace() * 1000) : null,
                pod.deleting() ? template.grace() : null,
                Tree.at(template.tree(), "metadata", "labels").orElse(null),
                Tree.at(template.tree(), "metadata", "annotations").orElse(null),
                template.ownerReferences());
    }

    private Map<String, Object> status(SimulatedPod pod) {
        if (pod.node.isEmpty()) {
            return new CompactMap(
                    STATUS, "Pending", pendingConditions(pod), null, null, null, null, null, null, "BestEffort");
        }
        Addresses host = hosts.computeIfAbsent(pod.node, node -> Addresses.of(nodes.addresses(node)));
        Addresses own = pod.template().hostNetwork() ? host : Addresses.of(pod.addresses);
        Addresses shown = pod.sandboxed == SimulatedPod.NEVER ? Addresses.NONE : own;
        return new CompactMap(
                STATUS,
                phase(pod),
                conditions(pod),
                host.first(),
                host.all(),
                shown.first(),
                shown.all(),
                time.text(pod.scheduled),
                containers(pod),
                "BestEffort");
    }

    private static String phase(SimulatedPod pod) {
        return switch (pod.stage) {
            case PENDING, BOUND, STARTING -> "Pending";
            case RUNNING, CRASHED -> "Running";
            case SUCCEEDED -> "Succeeded";
        };
    }

    private List<Object> pendingConditions(SimulatedPod pod) {
        return pod.unschedulable.isEmpty()
                ? List.of()
                : List.of(condition("PodScheduled", false, pod.unschedulableSince, "Unschedulable", pod.unschedulable));
    }

    private List<Object> conditions(SimulatedPod pod) {
        ConditionsKey key =
                new ConditionsKey(pod.scheduled, pod.sandboxed, pod.ready, pod.stage == SimulatedPod.Stage.SUCCEEDED);
        return conditions.computeIfAbsent(key, this::conditions);
    }

    /** Their order is the kubelet's (Kubernetes 1.33 {@code pkg/kubelet/kubelet_pods.go}). */
    private List<Object> conditions(ConditionsKey pod) {
        boolean sandbox = pod.sandboxed() != SimulatedPod.NEVER;
        boolean ready = pod.ready() != SimulatedPod.NEVER && !pod.ended();
        String why = ready ? null : pod.ended() ? "PodCompleted" : "ContainersNotReady";
        long since = ready ? pod.ready() : pod.scheduled();
        List<Object> all = new ArrayList<>();
        long connected = sandbox ? pod.sandboxed() : pod.scheduled();
        all.add(condition("PodReadyToStartContainers", sandbox && !pod.ended(), connected, null, null));
        all.add(condition("Initialized", true, pod.scheduled(), pod.ended() ? "PodCompleted" : null, null));
        all.add(condition("Ready", ready, since, why, null));
        all.add(condition("ContainersReady", ready, since, why, null));
        all.add(condition("PodScheduled", true, pod.scheduled(), null, null));
        return List.copyOf(all);
    }

    private Map<String, Object> condition(String type, boolean holds, long since, String reason, String message) {
        return Kernel.condition(type, holds, time.text(since), reason, message);
    }

    private List<Object> containers(SimulatedPod pod) {
        ContainersKey key = new ContainersKey(
                pod.template().key(), pod.stage, pod.started, pod.ended, pod.isReady(), pod.restarts, pod.exitMessage);
        return containers.computeIfAbsent(key, k -> Tree.list(pod.template().spec(), "containers").stream()
                .<Object>map(container -> container(container, pod))
                .toList());
    }

    private Map<String, Object> container(Object container, SimulatedPod pod) {
        return new TreeBuilder()
                .put("name", Tree.text(container, "name").orElse(""))
                .put("state", state(pod))
                .put(
                        "lastState",
                        pod.restarts > 0 ? Map.of("terminated", terminated(pod, CRASH_EXIT, "Error")) : Map.of())
                .put("ready", pod.isReady() && pod.live())
                .put("restartCount", (long) pod.restarts)
                .put("image", Tree.text(container, "image").orElse(""))
                .put("imageID", "")
                .put("started", pod.stage == SimulatedPod.Stage.RUNNING)
                .build();
    }

    private Map<String, Object> state(SimulatedPod pod) {
        return switch (pod.stage) {
            case PENDING, BOUND, STARTING -> Map.of("waiting", Map.of("reason", "ContainerCreating"));
            case RUNNING -> Map.of("running", Map.of("startedAt", time.text(pod.started)));
            case CRASHED ->
                new TreeBuilder()
                        .put("waiting.reason", "CrashLoopBackOff")
                        .put("waiting.message", "back-off restarting failed container")
                        .build();
            case SUCCEEDED -> Map.of("terminated", terminated(pod, 0, "Completed"));
        };
    }

    private Map<String, Object> terminated(SimulatedPod pod, long exitCode, String reason) {
        return new TreeBuilder()
                .put("exitCode", exitCode)
                .put("reason", reason)
                .put("message", pod.exitMessage.isEmpty() || exitCode == 0 ? null : pod.exitMessage)
                .put("startedAt", time.text(pod.started))
                .put("finishedAt", time.text(pod.ended))
                .build();
    }
}
