package dev.labctl.steps;

import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import java.util.List;

/** Begins to make the cluster; done as soon as its API server answers. */
public record CreateCluster(ClusterSpec spec) implements Step {
    @Override
    public String name() {
        return "create cluster";
    }

    @Override
    public StepEnd run(Session session) {
        session.provider().create(spec, session.activity());
        return StepEnd.done("the API server answers");
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.create(spec);
    }
}
