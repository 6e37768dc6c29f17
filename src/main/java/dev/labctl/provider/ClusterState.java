package dev.labctl.provider;

import dev.labctl.cilium.CiliumState;
import java.util.List;

/** What a cluster's name stands for at this moment. */
public sealed interface ClusterState {
    /** There is no cluster of this name. */
    record Absent() implements ClusterState {}

    /** labctl made it, whole, for the lab in its record. */
    record Managed(LabRecord record, ClusterFacts facts, CiliumState cilium) implements ClusterState {}

    /** labctl began to make it and was cut off. Nobody can have put anything into it. */
    record Incomplete(String why) implements ClusterState {}

    /** Another labctl is making it right now. */
    record Busy(String who) implements ClusterState {}

    /**
     * A cluster without labctl's record.
     *
     * @param ours whether labctl made it all the same, and its record was deleted
     */
    record Foreign(boolean ours, ClusterFacts facts) implements ClusterState {}

    /**
     * A cluster whose API server does not answer.
     *
     * @param ours whether labctl made it
     * @param stopped its node containers that do not run
     */
    record Unreachable(boolean ours, String why, List<String> stopped) implements ClusterState {}
}
