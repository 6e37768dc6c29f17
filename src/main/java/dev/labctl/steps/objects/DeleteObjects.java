package dev.labctl.steps.objects;

import dev.labctl.kubernetes.Deleter;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterObserver;
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
 * Deletes objects that labctl applied, in the reverse order of applying. Those that it did not make stay.
 *
 * @param files the manifests that have them; none where they do not have all
 * @param planned what would be deleted when the plan was made; only a dry run looks at it
 */
public record DeleteObjects(ClusterName cluster, List<ObjectRef> objects, List<Path> files, Removal planned)
        implements Step {
    public DeleteObjects {
        objects = List.copyOf(objects);
        files = List.copyOf(files);
    }

    @Override
    public String name() {
        return "delete objects";
    }

    @Override
    public boolean changesCluster() {
        return true;
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        Optional<Instant> verified = LabRecords.unverified(api);
        Removal removal = Removal.of(objects, ClusterObserver.record(api), api);
        List<ObjectRef> deleted = new Deleter(api, session.waiting()).delete(removal.deleted());
        deleted.forEach(ref -> session.listener().said(ref + " deleted"));
        removal.kept().forEach(kept -> session.listener().said(kept.words()));
        List<ObjectRef> remaining = removal.remaining();
        LabRecords.change(api, record -> record.withVerified(deleted.isEmpty() ? verified : Optional.empty())
                .withApplied(record.applied().stream()
                        .filter(ref -> remaining.contains(ref) || !objects.contains(ref))
                        .toList()));
        String stay = removal.kept().isEmpty() ? "" : ", " + removal.kept().size() + " left";
        return deleted.isEmpty()
                ? StepEnd.unchanged("none of them is there" + stay)
                : StepEnd.done(deleted.size() + " deleted" + stay);
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return planned.kept().isEmpty() && !files.isEmpty()
                ? equivalents.deleteObjects(cluster, files)
                : planned.equivalent(equivalents, cluster);
    }
}
