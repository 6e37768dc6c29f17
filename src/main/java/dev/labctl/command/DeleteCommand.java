package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabFiles;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.DeleteObjects;
import dev.labctl.steps.objects.LabObjects;
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
            Reachable here = cluster.changeable();
            Lab lab = cluster.lab(named, here);
            List<ObjectRef> objects = objects(
                    LabObjects.refs(lab, cluster.api()),
                    here.known().map(LabRecord::applied).orElse(List.of()));
            if (!agreed && !dryRun) {
                cluster.confirmDeletion(objects.stream()
                        .filter(ref -> cluster.api().get(ref).isPresent())
                        .map(ObjectRef::toString)
                        .toList());
            }
            return cluster.execute(
                    Optional.of(lab.ref()),
                    Plan.of(step(cluster, lab, objects)),
                    dryRun,
                    "the objects of " + lab.ref() + " are gone from " + cluster.name());
        }
    }

    private List<ObjectRef> objects(List<ObjectRef> ofLab, List<ObjectRef> recorded) {
        boolean ofAnother = lab().isPresent() && ofLab.stream().noneMatch(recorded::contains);
        return recorded.isEmpty() || ofAnother ? ofLab : recorded;
    }

    private static Step step(OpenCluster cluster, Lab lab, List<ObjectRef> objects) {
        List<Path> files =
                lab.files().objects().stream().map(LabFiles.Located::path).toList();
        return objects.isEmpty()
                ? new AlreadyDone("delete objects", "the lab has no manifests")
                : new DeleteObjects(cluster.name(), objects, files);
    }
}
