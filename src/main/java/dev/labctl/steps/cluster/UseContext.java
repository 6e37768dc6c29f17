package dev.labctl.steps.cluster;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.List;

/** Makes the cluster the current context of the reader's kubeconfig. */
public record UseContext(ClusterName cluster) implements Step {
    @Override
    public String name() {
        return "use context";
    }

    @Override
    public StepEnd run(Session session) {
        return StepEnd.done(session.provider().useContext(cluster, session.operation()));
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.useContext(cluster);
    }
}
