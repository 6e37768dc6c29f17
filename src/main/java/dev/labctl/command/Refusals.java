package dev.labctl.command;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState.Busy;
import dev.labctl.provider.ClusterState.Unreachable;
import java.util.List;

/** Why a cluster that is there is not worked on. */
final class Refusals {
    private Refusals() {}

    static FailureException differs(ClusterSpec wanted, List<String> differences) {
        return Failure.of(
                        Reason.CLUSTER_DIFFERS,
                        "there is a cluster " + wanted.name() + ", and it is not the one that " + wanted.lab()
                                + " wants",
                        "Run it with --recreate to replace that cluster, or give this lab another name with --cluster.")
                .withDetails(differences)
                .asException();
    }

    static FailureException busy(Busy busy, ClusterName cluster) {
        return Failure.of(
                        Reason.CLUSTER_BUSY,
                        busy.who(),
                        "Wait until it is done. If it is gone for good: kind delete cluster --name " + cluster)
                .asException();
    }

    static FailureException silent(Unreachable silent, ClusterName cluster) {
        if (!silent.stopped().isEmpty()) {
            return Failure.of(
                            Reason.CLUSTER_STOPPED,
                            "the nodes of the cluster " + cluster + " are stopped",
                            "Start them: docker start " + String.join(" ", silent.stopped())
                                    + "; or make the cluster anew with `labctl up … --recreate`.")
                    .asException();
        }
        return Failure.of(
                        Reason.API_UNREACHABLE,
                        "the API server of the cluster " + cluster + " does not answer: " + silent.why(),
                        "Give it a moment, or make the cluster anew with `labctl up … --recreate`.")
                .asException();
    }
}
