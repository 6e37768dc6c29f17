package dev.labctl.steps.cluster;

import dev.labctl.cilium.Autodetection;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.List;

/** Begins to create the cluster and leaves the lab's record in it; done when its API server
 * answers and Cilium can be installed. */
public record CreateCluster(ClusterSpec spec) implements Step {
    @Override
    public String name() {
        return "create cluster";
    }

    @Override
    public StepEnd run(Session session) {
        session.provider().create(spec, session.operation());
        // The namespace of the record is there a moment after the server.
        session.waiting().until("the lab's record", Reason.CLUSTER_CREATE_FAILED, () -> {
            session.api().apply(LabRecord.of(spec).toConfigMap(), true);
            return ObjectStatus.CURRENT;
        });
        // Cilium may be installed next, with values that depend on what its CLI finds in the cluster.
        session.waiting()
                .until(
                        "the system components of the cluster",
                        Reason.CLUSTER_CREATE_FAILED,
                        () -> Autodetection.ready(session.api(), spec.kind().kubeProxy()));
        return StepEnd.done("the API server answers");
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.create(spec);
    }
}
