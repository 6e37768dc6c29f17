package dev.labctl.steps.objects;

import dev.labctl.kubernetes.Deleter;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Deletes objects that labctl applied, in the reverse order of applying.
 *
 * @param files the manifests that have them
 */
public record DeleteObjects(ClusterName cluster, List<ObjectRef> objects, List<Path> files) implements Step {
    public DeleteObjects {
        objects = List.copyOf(objects);
        files = List.copyOf(files);
    }

    @Override
    public String name() {
        return "delete objects";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        Optional<Instant> verified = LabRecords.unverified(api);
        List<ObjectRef> deleted = new Deleter(api, session.waiting()).delete(objects);
        deleted.forEach(ref -> session.listener().said(ref + " deleted"));
        LabRecords.change(api, record -> record.withVerified(deleted.isEmpty() ? verified : Optional.empty())
                .withApplied(record.applied().stream()
                        .filter(ref -> !objects.contains(ref))
                        .toList()));
        return deleted.isEmpty()
                ? StepEnd.unchanged("none of them is there")
                : StepEnd.done(deleted.size() + " deleted");
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.deleteObjects(cluster, files);
    }
}
