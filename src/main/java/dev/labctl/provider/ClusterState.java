package dev.labctl.provider;

import dev.labctl.cilium.CiliumState;
import java.util.List;

/** The state of a cluster, as a name and what exists under it. */
public sealed interface ClusterState {
    /** There is no cluster of this name. */
    record Absent() implements ClusterState {}

    /** labctl created it, completely, for the lab in its record. */
    record Managed(LabRecord record, ClusterFacts facts, CiliumState cilium) implements ClusterState {}

    /** labctl began to create it and was interrupted. It cannot hold anything of the reader's. */
    record Incomplete(String why) implements ClusterState {}

    /** Another labctl is creating it right now. */
    record Busy(String who) implements ClusterState {}

    /**
     * A cluster without labctl's record.
     *
     * @param ours whether labctl created it nevertheless, and its record was deleted
     */
    record Foreign(boolean ours, ClusterFacts facts) implements ClusterState {}

    /**
     * A cluster whose API server does not answer.
     *
     * @param ours whether labctl created it
     * @param stopped its node containers that do not run
     */
    record Unreachable(boolean ours, String why, List<String> stopped) implements ClusterState {}
}
