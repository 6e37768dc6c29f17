package dev.labctl.steps.cluster;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.List;

/**
 * Deletes a cluster.
 *
 * @param why it goes, for the reader; may be empty
 */
public record DeleteCluster(ClusterName cluster, String why) implements Step {
    @Override
    public String name() {
        return "delete cluster";
    }

    @Override
    public StepEnd run(Session session) {
        session.provider().delete(cluster, session.operation());
        return StepEnd.done(why);
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.delete(cluster);
    }
}
