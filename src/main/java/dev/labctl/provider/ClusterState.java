package dev.labctl.provider;

import dev.labctl.cilium.CiliumState;
import dev.labctl.lab.LabRef;
import java.util.Optional;

/** The state of a cluster, as a name and what exists under it. */
public sealed interface ClusterState {
    /** Whether there is a cluster that labctl did not create: it is never deleted, unless the reader agrees to its loss. */
    default boolean foreign() {
        return false;
    }

    /** There is no cluster of this name. */
    record Absent() implements ClusterState {}

    /** A cluster whose API server answers. */
    sealed interface Reachable extends ClusterState {
        ClusterFacts facts();

        CiliumState cilium();

        /** The same with those of its nodes that do not run. */
        Reachable with(HaltedNodes halted);

        /** What labctl knows of it; empty where it never worked on it. */
        Optional<LabRecord> known();

        /** The lab that it holds. */
        default Optional<LabRef> lab() {
            return known().map(LabRecord::lab);
        }
    }

    /** labctl created it, completely, for the lab in its record. */
    record Managed(LabRecord record, ClusterFacts facts, CiliumState cilium) implements Reachable {
        @Override
        public Optional<LabRecord> known() {
            return Optional.of(record);
        }

        @Override
        public Managed with(HaltedNodes halted) {
            return new Managed(record, facts.with(halted), cilium);
        }
    }

    /**
     * labctl began to create it and was interrupted, or to delete it. It cannot hold anything of the reader's.
     *
     * @param resumable whether its creation can be continued
     */
    record Incomplete(String why, boolean resumable) implements ClusterState {
        public Incomplete(String why) {
            this(why, false);
        }
    }

    /** Another labctl is creating it right now. */
    record Busy(String who) implements ClusterState {}

    /**
     * A cluster that labctl did not create, or whose record was deleted.
     *
     * @param ours whether labctl created it nevertheless
     * @param known present where labctl was told to work on it
     */
    record Foreign(boolean ours, ClusterFacts facts, CiliumState cilium, Optional<LabRecord> known)
            implements Reachable {
        @Override
        public boolean foreign() {
            return !ours;
        }

        @Override
        public Foreign with(HaltedNodes halted) {
            return new Foreign(ours, facts.with(halted), cilium, known);
        }
    }

    /**
     * A cluster whose API server does not answer.
     *
     * @param ours whether labctl created it
     * @param halted its nodes that do not run; all of them after the machine was restarted
     */
    record Unreachable(boolean ours, String why, HaltedNodes halted) implements ClusterState {
        public Unreachable(boolean ours, String why) {
            this(ours, why, HaltedNodes.NONE);
        }

        @Override
        public boolean foreign() {
            return !ours;
        }
    }
}
