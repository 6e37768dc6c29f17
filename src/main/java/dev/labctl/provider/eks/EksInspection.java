package dev.labctl.provider.eks;

import dev.labctl.cilium.CiliumState;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Absent;
import dev.labctl.provider.ClusterState.Busy;
import dev.labctl.provider.ClusterState.Foreign;
import dev.labctl.provider.ClusterState.Incomplete;
import dev.labctl.time.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the state of a cluster from its control plane, its stacks and, where that is there, its API. */
record EksInspection(EksCalls calls, KnownClusters known, RunningProcesses processes, EksConnections connections) {
    /** Where a cluster is, and who asks. */
    record Place(ClusterName cluster, String region, Caller caller) {}

    ClusterState of(Place place, Operation operation) {
        ClusterName cluster = place.cluster();
        Optional<ControlPlane> plane = calls.controlPlane(cluster, place.region(), operation);
        List<Stack> stacks = calls.stacks(cluster, place.region(), operation);
        if (plane.isEmpty() && stacks.isEmpty()) {
            return new Absent();
        }
        Map<String, String> tags = plane.map(ControlPlane::tags)
                .filter(found -> Ownership.in(found).isPresent())
                .orElseGet(() -> stacks.stream().findFirst().map(Stack::tags).orElse(Map.of()));
        if (!Ownership.isOf(place, tags, known)) {
            return new Foreign(false, facts(plane), CiliumState.NONE, Optional.empty());
        }
        Optional<ClusterState> incomplete = incomplete(plane, stacks);
        ClusterState state =
                incomplete.isPresent() ? incomplete.get() : answering(place, plane.orElseThrow(), operation);
        return state instanceof Incomplete ? busy(cluster).orElse(state) : state;
    }

    private Optional<ClusterState> busy(ClusterName cluster) {
        return known.get(cluster)
                .flatMap(KnownClusters.Entry::creator)
                .filter(creator -> processes.runs(creator) && !creator.equals(processes.self()))
                .map(creator -> new Busy("process " + creator.pid() + " on this machine is creating " + cluster));
    }

    private static Optional<ClusterState> incomplete(Optional<ControlPlane> plane, List<Stack> stacks) {
        Optional<Stack> broken = stacks.stream()
                .filter(stack -> stack.status().startsWith("DELETE_") || (stack.ofCluster() && stack.hasFailed()))
                .findFirst();
        if (broken.isPresent()) {
            return Optional.of(new Incomplete(broken.get().words(), false));
        }
        if (stacks.stream().anyMatch(stack -> stack.ofCluster() && stack.isBeingCreated())) {
            return Optional.of(
                    new Incomplete("AWS is still creating it; the labctl that asked for it ended early", true));
        }
        if (plane.isEmpty()) {
            return Optional.of(new Incomplete("its control plane is gone, but not all of its stacks", false));
        }
        return plane.get().isActive()
                ? Optional.empty()
                : Optional.of(
                        new Incomplete("its control plane is " + plane.get().status(), false));
    }

    private ClusterState answering(Place place, ControlPlane plane, Operation operation) {
        try {
            ClusterState state = ClusterObserver.observe(
                    connections
                            .open(place.cluster(), plane, place.region(), place.caller(), operation)
                            .within(operation)
                            .api(),
                    true);
            return state instanceof Foreign
                    ? new Incomplete("the labctl that was creating it ended early", true)
                    : state;
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.UNREACHABLE) {
                throw e;
            }
            return new ClusterState.Unreachable(true, e.getMessage());
        }
    }

    private static ClusterFacts facts(Optional<ControlPlane> plane) {
        return new ClusterFacts(0, 0, plane.map(ControlPlane::version).orElse("unknown"), "ipv4", true, false);
    }
}
