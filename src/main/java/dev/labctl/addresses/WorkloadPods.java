package dev.labctl.addresses;

import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.lab.Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A workload's pods, or a pod that none owns. Pods of the node's own network are not counted, for they take no address.
 *
 * @param node where all of its pods are or go, if that is one node
 * @param system whether it comes with the cluster, not with the lab
 * @param running those that are ready
 * @param stuck those that are not, and have not ended either
 * @param text the event that a reader sees on a stuck pod; empty where there is none
 * @param where they run or will run, in words
 */
public record WorkloadPods(
        String namespace,
        String kind,
        String name,
        Optional<String> node,
        boolean system,
        int wanted,
        Range running,
        Range stuck,
        String text,
        String where) {
    /** What the scheduler reports where no node takes a pod (Kubernetes 1.33 {@code pkg/scheduler/framework/types.go}). */
    private static final String UNSCHEDULABLE = " nodes are available: ";

    /** The pods of a workload in a prediction. */
    public static WorkloadPods predicted(
            String namespace,
            String kind,
            String name,
            Optional<String> node,
            boolean system,
            int wanted,
            Range running,
            Range stuck,
            String text) {
        String fits = kind.equals("DaemonSet") ? "one per node" : "where they fit";
        String where = system ? node.map(one -> "system, " + one).orElse("system") : node.orElse(fits);
        return new WorkloadPods(namespace, kind, name, node, system, wanted, running, stuck, text, where);
    }

    static WorkloadPods of(Workload workload) {
        List<Pod> running = workload.running();
        List<Pod> stuck = workload.stuck();
        long nodes = Stream.concat(running.stream(), stuck.stream())
                .flatMap(pod -> pod.node().stream())
                .distinct()
                .count();
        String where = workload.node().orElse(nodes == 0 ? "no node" : nodes == 1 ? "1 node" : nodes + " nodes");
        return new WorkloadPods(
                workload.ref().namespace().orElse("default"),
                workload.ref().kind(),
                workload.ref().name(),
                workload.node(),
                workload.isSystem(),
                workload.wanted(),
                Range.exactly(running.size()),
                Range.exactly(stuck.size()),
                workload.lastWarning(),
                workload.isSystem() ? "system, " + where : where);
    }

    boolean isEmpty() {
        return wanted == 0 && running.max() == 0 && stuck.max() == 0;
    }

    /** The name with its namespace. */
    public String fullName() {
        return namespace + "/" + name;
    }

    /** Whether pods that are observed are stuck or missing. */
    public boolean isLacking() {
        return stuck.max() > 0 || running.max() < wanted;
    }

    /** Pods that the scheduler finds no node for take no address and lack none. */
    long scheduled() {
        return text.contains(UNSCHEDULABLE) ? running.max() : wanted;
    }
}
