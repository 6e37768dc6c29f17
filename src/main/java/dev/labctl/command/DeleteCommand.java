package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabFiles;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.DeleteObjects;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.steps.objects.Removal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the objects that the record lists as applied; a named lab that the record does not list goes by its manifests.
 *
 * @param agreed whether the reader need not be asked before something is deleted from a cluster of a context
 */
public record DeleteCommand(Target target, boolean agreed, boolean dryRun) implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.changeable(dryRun);
            Lab lab = cluster.lab(named, here);
            List<ObjectRef> ofLab = LabObjects.refs(lab, cluster.api());
            List<ObjectRef> objects =
                    objects(ofLab, here.known().map(LabRecord::applied).orElse(List.of()));
            Removal removal = dryRun || (!agreed && target.source() instanceof ClusterSource.Context)
                    ? Removal.of(objects, here.known(), cluster.api())
                    : Removal.NOTHING;
            if (!agreed && !dryRun) {
                cluster.confirmDeletion(
                        removal.deleted().stream().map(ObjectRef::toString).toList());
            }
            Report report = cluster.execute(
                    Optional.of(lab.ref()),
                    Plan.of(step(cluster, objects, ofLab.containsAll(objects) ? files(lab) : List.of(), removal)),
                    dryRun,
                    "");
            return dryRun || report.failure().isPresent() ? report : report.withMessage(message(cluster, lab, objects));
        }
    }

    private List<ObjectRef> objects(List<ObjectRef> ofLab, List<ObjectRef> recorded) {
        boolean ofAnother = lab().isPresent() && ofLab.stream().noneMatch(recorded::contains);
        return recorded.isEmpty() || ofAnother ? ofLab : recorded;
    }

    /** What labctl made and had to leave is still in the record. */
    private static String message(OpenCluster cluster, Lab lab, List<ObjectRef> objects) {
        List<ObjectRef> left = ClusterObserver.record(cluster.api()).map(LabRecord::applied).orElse(List.of()).stream()
                .filter(objects::contains)
                .toList();
        return "the objects that labctl made for " + lab.ref() + " are gone from " + cluster.name()
                + (left.isEmpty() ? "" : ", except " + Wording.names(left));
    }

    private static List<Path> files(Lab lab) {
        return lab.files().objects().stream().map(LabFiles.Located::path).toList();
    }

    private static Step step(OpenCluster cluster, List<ObjectRef> objects, List<Path> files, Removal removal) {
        return objects.isEmpty()
                ? new AlreadyDone("delete objects", "the lab has no manifests")
                : new DeleteObjects(cluster.name(), objects, files, removal);
    }
}
