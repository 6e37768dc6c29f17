package dev.labctl.steps.cluster;

import dev.labctl.failure.Wording;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;

/** Waits until all nodes have joined the cluster. */
public record AwaitNodes(ClusterSpec spec) implements Step {
    @Override
    public String name() {
        return "join nodes";
    }

    @Override
    public StepEnd run(Session session) {
        session.provider().awaitNodes(spec, session.operation());
        return StepEnd.done(Wording.counted(spec.kind().nodes().size(), "node"));
    }
}
