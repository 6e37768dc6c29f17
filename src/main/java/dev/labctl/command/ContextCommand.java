package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.report.Report;
import dev.labctl.steps.ClusterSteps.UseContext;
import dev.labctl.steps.Plan;
import java.util.Optional;

/** Makes the cluster the current context of the reader's kubeconfig. */
public record ContextCommand(Target target, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            return cluster.execute(
                    Optional.of(cluster.managed().record().lab()),
                    Plan.of(new UseContext(cluster.name())),
                    dryRun,
                    cluster.kind().context(cluster.name()).orElse(""));
        }
    }
}
