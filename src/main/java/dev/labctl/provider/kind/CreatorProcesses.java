package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterState;

/** Who is making a cluster: this process, another one, or one that is gone. */
final class CreatorProcesses {
    private final RunningProcesses processes;

    CreatorProcesses(RunningProcesses processes) {
        this.processes = processes;
    }

    /** The mark of a cluster that this process begins to make. */
    ClusterMarker begun() {
        RunningProcesses.Identity self = processes.self();
        return new ClusterMarker(false, self.host(), self.pid(), self.started());
    }

    ClusterState unfinished(ClusterName cluster, ClusterMarker mark) {
        if (processes.runs(new RunningProcesses.Identity(mark.host(), mark.pid(), mark.started()))) {
            return new ClusterState.Busy("process " + mark.pid() + " on this machine is making " + cluster);
        }
        if (!mark.host().equals(processes.self().host())) {
            return new ClusterState.Busy("process " + mark.pid() + " on the machine " + mark.host() + " began to make "
                    + cluster + " and did not finish yet");
        }
        return new ClusterState.Incomplete("a labctl that was making it ended early");
    }

    /**
     * A labctl that is killed cannot stop its kind, which goes on; and a kind that fails deletes the nodes of its cluster
     * by name, those of a second attempt as well.
     */
    void endOrphans(ClusterName cluster) {
        processes.end("kind", KindCli.create(cluster, "", "").subList(0, 4));
    }
}
