package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.CiliumSteps.UninstallCilium;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import java.util.List;

/**
 * Uninstalls Cilium from the cluster.
 *
 * @param agreed whether the reader need not be asked before it is uninstalled from a cluster of a context
 */
public record CiliumUninstallCommand(Target target, boolean agreed, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable(dryRun);
            Step step = here.cilium().release().isEmpty()
                    ? new AlreadyDone("uninstall Cilium", "there is none on " + cluster.name())
                    : new UninstallCilium(cluster.name(), "");
            if (!agreed && !dryRun && here.cilium().release().isPresent()) {
                cluster.confirmDeletion(List.of("Cilium, and with it the network of all pods"));
            }
            return cluster.execute(here.lab(), Plan.of(step), dryRun, "there is no Cilium on " + cluster.name());
        }
    }
}
