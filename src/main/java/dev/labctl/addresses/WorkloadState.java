package dev.labctl.addresses;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * A workload, or a pod that none owns, and how its pods are. Pods of the node's own network are not
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
    public WorkloadState {
        running = List.copyOf(running);
        stuck = List.copyOf(stuck);
    }

    /** All of those that have pods or want some. */
    static List<WorkloadState> of(Cluster cluster) {
        return cluster.workloads().stream()
                .filter(workload -> !workload.isHostNetwork())
                .map(WorkloadState::of)
                .filter(state -> state.wanted > 0 || !state.running.isEmpty() || !state.stuck.isEmpty())
                .toList();
    }

    private static WorkloadState of(Workload workload) {
        return new WorkloadState(
                workload.ref(),
                workload.node(),
                workload.isSystem(),
                workload.wanted(),
                workload.running().stream().map(Pod::object).toList(),
                workload.stuck().stream().map(Pod::object).toList(),
                workload.lastWarning());
    }
}
