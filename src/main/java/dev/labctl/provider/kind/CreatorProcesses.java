package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.RunningProcesses;
import dev.labctl.process.RunningProcesses.Child;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.provider.ClusterState;
import java.util.List;
import java.util.Optional;

/** Which process is creating a cluster: this one, another one, or one that has ended. */
record CreatorProcesses(RunningProcesses processes) {
    private static final ClusterState ENDED_EARLY =
            new ClusterState.Incomplete("the labctl that was creating it ended early");

    /**
     * The marker of a cluster that this process begins to create.
     *
     * @param address see {@link ClusterMarker#address}
     */
    ClusterMarker begun(Optional<String> address) {
        return new ClusterMarker(false, processes.self(), address);
    }

    /** What the containers of a cluster say from their first moment on that this process begins to create. */
    OwnershipMount owner() {
        return new OwnershipMount(processes.self());
    }

    /** The state of a cluster that has no container yet, because kind still prepares the first. */
    Optional<ClusterState> beginning(ClusterName cluster) {
        List<Child> kinds = kinds(cluster);
        return kinds.stream()
                .filter(kind -> !kind.orphan())
                .findFirst()
                .<ClusterState>map(kind ->
                        new ClusterState.Busy("process " + kind.pid() + " on this machine is creating " + cluster))
                .or(() -> kinds.isEmpty() ? Optional.empty() : Optional.of(ENDED_EARLY));
    }

    ClusterState unfinished(ClusterName cluster, Identity creator) {
        if (processes.runs(creator)) {
            return new ClusterState.Busy("process " + creator.pid() + " on this machine is creating " + cluster);
        }
        if (!creator.host().equals(processes.self().host())) {
            return new ClusterState.Busy("process " + creator.pid() + " on the machine " + creator.host()
                    + " began to create " + cluster + " and has not finished yet");
        }
        return ENDED_EARLY;
    }

    /**
     * A labctl that is killed cannot stop its kind, which goes on; and a kind that fails deletes the nodes of its cluster
     * by name, those of a second attempt as well. A kind that someone else started is left alone.
     */
    void endOrphans(ClusterName cluster) {
        processes.end(kinds(cluster).stream().filter(Child::orphan).toList());
    }

    private List<Child> kinds(ClusterName cluster) {
        return processes.running("kind", arguments -> KindCli.creates(arguments, cluster));
    }
}
