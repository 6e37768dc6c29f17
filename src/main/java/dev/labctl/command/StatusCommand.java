package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.ClusterStatus;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState;
import dev.labctl.report.Report;
import java.util.Optional;

/** Shows how far the lab is. A cluster that does not exist, or is not labctl's, is a state like others, and no failure. */
public record StatusCommand(Target target) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            ClusterState state = cluster.inspect();
            ClusterStatus status = new ClusterStatus(context.labs(), cluster, named, context.versions());
            Optional<LabRef> lab = lab().or(() -> ClusterStatus.recordedLab(state));
            return cluster.report(lab, status.of(cluster.name(), state));
        }
    }
}
