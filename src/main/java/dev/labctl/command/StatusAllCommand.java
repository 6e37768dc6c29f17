package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.ClusterStatus;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState;
import dev.labctl.report.ClustersView;
import dev.labctl.report.Report;
import dev.labctl.report.StatusView;
import dev.labctl.report.StatusView.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows every cluster that labctl created. A provider that cannot be asked, such as kind without Docker, is named. */
public record StatusAllCommand(Target target) implements TargetCommand {
    @Override
    public Optional<LabRef> lab() {
        return Optional.empty();
    }

    @Override
    public Report run(CommandContext context) {
        List<ClustersView.Line> lines = new ArrayList<>();
        List<ClustersView.NotAsked> notAsked = new ArrayList<>();
        for (boolean rehearsed : target.rehearse() ? List.of(true) : List.of(false, true)) {
            OpenCluster.all(context, target, rehearsed).forEach(provider -> {
                try (OpenCluster clusters = provider) {
                    lines.addAll(lines(context, clusters));
                } catch (FailureException | ApiException e) {
                    notAsked.add(new ClustersView.NotAsked(provider.kind().name(), providerFailure(e)));
                }
            });
        }
        String none = notAsked.isEmpty() ? "there is no cluster that labctl created" : "no cluster of labctl was found";
        return Report.of(name(), lab(), new ClustersView(lines, notAsked)).withMessage(lines.isEmpty() ? none : "");
    }

    /** What a provider failed with; an end of the command itself goes on as that. */
    private static Failure providerFailure(RuntimeException e) {
        Failure failure = e instanceof FailureException known
                ? known.failure()
                : ((ApiException) e).failure().failure();
        if (endsCommand(failure)) {
            throw e;
        }
        return failure;
    }

    private static boolean endsCommand(Failure failure) {
        return failure.reason() == Reason.INTERRUPTED || failure.reason() == Reason.DEADLINE_PASSED;
    }

    private List<ClustersView.Line> lines(CommandContext context, OpenCluster clusters) {
        return clusters.provider().list(clusters.session().operation()).stream()
                .map(cluster -> line(context, clusters, cluster))
                .toList();
    }

    /** A cluster that is damaged, or stops answering meanwhile, hides none of the others. */
    private ClustersView.Line line(CommandContext context, OpenCluster clusters, ClusterName cluster) {
        String provider = clusters.kind().name();
        try {
            ClusterState state = clusters.inspect(cluster);
            StatusView status = new ClusterStatus(context.labs(), clusters, Optional.empty(), context.versions())
                    .of(cluster, state);
            return new ClustersView.Line(cluster.value(), provider, ClusterStatus.recordedLab(state), status);
        } catch (FailureException e) {
            if (endsCommand(e.failure())) {
                throw e;
            }
            return unreachable(cluster, provider, e.failure().message());
        } catch (ApiException e) {
            return unreachable(cluster, provider, e.getMessage());
        }
    }

    private static ClustersView.Line unreachable(ClusterName cluster, String provider, String why) {
        return new ClustersView.Line(cluster.value(), provider, Optional.empty(), StatusView.of(Stage.SILENT, why, ""));
    }
}
