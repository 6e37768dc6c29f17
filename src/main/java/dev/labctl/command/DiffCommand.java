package dev.labctl.command;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.CiliumDiff;
import dev.labctl.command.view.ObjectDiffs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterDifferences;
import dev.labctl.provider.ClusterPromises;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.redaction.StoredSecrets;
import dev.labctl.report.DiffView;
import dev.labctl.report.DiffView.ObjectDiff;
import dev.labctl.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares the lab with what is live, and changes nothing: what applying it would change, Cilium's version and values, and the
 * cluster itself.
 *
 * @param prune what is left over counts as deleted
 * @param exitCode differences are a failure
 */
public record DiffCommand(Target target, boolean prune, boolean exitCode) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable();
            Lab lab = cluster.lab(named, here);
            DiffView view = view(context, cluster, here, lab);
            Report report = cluster.report(Optional.of(lab.ref()), view);
            String what = view.differences() == 0
                    ? cluster.name() + " is as " + lab.ref() + " wants it"
                            + (view.notes().isEmpty() ? "" : ", as far as it can be read")
                    : Wording.counted(view.differences(), "difference") + " between " + cluster.name() + " and "
                            + lab.ref();
            return exitCode && view.differences() > 0
                    ? report.withFailure(Optional.of(Failure.of(
                            Reason.LAB_DIFFERS,
                            what,
                            "`labctl run` brings the cluster to the lab; `labctl apply` only its objects.")))
                    : report.withMessage(what);
        }
    }

    private DiffView view(CommandContext context, OpenCluster cluster, Reachable here, Lab lab) {
        Permitted api = new Permitted(cluster.api());
        List<String> notes = new ArrayList<>();
        CiliumRequest request = DesiredState.cilium(cluster.name(), lab, target.ciliumVersion(), context.versions());
        Map<String, Object> values = DesiredState.values(cluster.name(), lab);
        try {
            DiffView.Cilium cilium = CiliumDiff.of(
                    api,
                    here.cilium(),
                    request.version(),
                    // A rehearsal keeps no secrets.
                    cluster.kind().simulated() ? StoredSecrets.removed(values) : values,
                    notes);
            ObjectDiffs objects = new ObjectDiffs(api);
            List<ObjectDiff> all = Stream.concat(
                            objects.ofLab(lab).stream(), objects.leftOver(lab, here, prune).stream())
                    .toList();
            if (!(here instanceof Managed)) {
                notes.addAll(ClusterPromises.unread(here.facts()));
            }
            api.gaps().forEach(gap -> notes.add("Not read: " + gap.kind() + "s (" + gap.why() + ")."));
            ClusterSpec wanted = DesiredState.cluster(cluster.name(), lab, Optional.empty(), context.versions());
            return new DiffView(ofCluster(here, wanted), cilium, all, notes);
        } catch (ApiException e) {
            throw e.failure();
        }
    }

    private static List<String> ofCluster(Reachable here, ClusterSpec wanted) {
        return here instanceof Managed made
                ? ClusterDifferences.between(
                        made.record(), wanted.withNodeImage(made.record().nodeImage()))
                : ClusterPromises.broken(here.facts(), wanted);
    }
}
