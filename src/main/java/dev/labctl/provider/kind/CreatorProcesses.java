package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.RunningProcesses;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.provider.ClusterState;
import java.util.Optional;

/** Which process is creating a cluster: this one, another one, or one that has ended. */
record CreatorProcesses(RunningProcesses processes) {
    /**
     * The marker of a cluster that this process begins to create.
     *
     * @param address see {@link ClusterMarker#address}
     */
    ClusterMarker begun(Optional<String> address) {
        return new ClusterMarker(false, processes.self(), address);
    }

    ClusterState unfinished(ClusterName cluster, Identity creator) {
        if (processes.runs(creator)) {
            return new ClusterState.Busy("process " + creator.pid() + " on this machine is creating " + cluster);
        }
        if (!creator.host().equals(processes.self().host())) {
            return new ClusterState.Busy("process " + creator.pid() + " on the machine " + creator.host()
                    + " began to create " + cluster + " and has not finished yet");
        }
        return new ClusterState.Incomplete("the labctl that was creating it ended early");
    }

    /**
     * A labctl that is killed cannot stop its kind, which goes on; and a kind that fails deletes the nodes of its cluster
     * by name, those of a second attempt as well.
     */
    void endOrphans(ClusterName cluster) {
        processes.end("kind", KindCli.create(cluster, "", "").subList(0, 4));
    }
}
