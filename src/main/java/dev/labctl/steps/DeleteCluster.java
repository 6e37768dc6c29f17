package dev.labctl.steps;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
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
        session.provider().delete(cluster, session.activity());
        return StepEnd.done(why);
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.delete(cluster);
    }
}
