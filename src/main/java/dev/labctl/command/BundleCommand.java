package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.BundleReader;
import dev.labctl.command.view.ClusterStatus;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState;
import dev.labctl.report.Report;
import java.util.List;
import java.util.Optional;

/**
 * Collects what a bug report needs: everything that can be read, in whatever state the cluster is.
 *
 * @param versions of labctl, Java and the operating system, a line each
 */
public record BundleCommand(Target target, List<String> versions) implements ClusterCommand {
    public BundleCommand {
        versions = List.copyOf(versions);
    }

    @Override
    public Report run(CommandContext context) {
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            ClusterState state = cluster.inspect();
            Optional<LabRef> lab = ClusterStatus.recordedLab(state).or(this::lab);
            ClusterStatus status = new ClusterStatus(context.labs(), cluster, Optional.empty(), context.versions());
            return cluster.report(lab, new BundleReader(status, cluster, state, versions).read());
        }
    }
}
