package dev.labctl.command.session;

import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Replacing;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.steps.ClusterSteps.StartNodes;
import dev.labctl.steps.Plan;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command on a cluster whose nodes may be halted: they are started first, for only then the cluster tells what it holds and what
 * is left to do.
 */
public final class Resumption {
    private Resumption() {}

    /**
     * Inspects the cluster to change it, starts its nodes, where labctl created it and it is not to be replaced, and goes on.
     *
     * @param rest of the command, on the state of a cluster whose nodes run
     */
    public static Report run(
            OpenCluster cluster, LabRef lab, Replacing replacing, boolean dryRun, Function<ClusterState, Report> rest) {
        ClusterState state = cluster.inspectToChange(cluster.name(), dryRun);
        Optional<StartNodes> start = Planner.start(cluster.name(), state, replacing);
        if (start.isEmpty()) {
            return rest.apply(state);
        }
        Report started = cluster.execute(Optional.of(lab), Plan.of(start.get()), dryRun, "");
        if (started.failure().isPresent()) {
            return started;
        }
        if (!dryRun) {
            return rest.apply(cluster.inspectToChange(cluster.name(), false)).after(started);
        }
        return state instanceof Reachable
                ? rest.apply(state).after(started)
                : started.withMessage(
                        "what follows depends on what the cluster holds: it can be read once its nodes run");
    }
}
