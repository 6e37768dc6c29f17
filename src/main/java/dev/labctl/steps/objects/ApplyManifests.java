package dev.labctl.steps.objects;

import dev.labctl.kubernetes.Applier;
import dev.labctl.kubernetes.Applier.Applied;
import dev.labctl.kubernetes.Applier.Change;
import dev.labctl.kubernetes.Deleter;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabFiles;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies a lab's manifests, and deletes what labctl applied before and the lab does not have any more.
 *
 * @param force take over fields that others manage
 */
public record ApplyManifests(ClusterName cluster, Lab lab, boolean force) implements Step {
    @Override
    public String name() {
        return "apply manifests";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        List<KubeObject> objects = lab.manifests().stream()
                .map(manifest -> new KubeObject(manifest.tree()))
                .toList();
        Optional<LabRecord> record = ClusterObserver.record(api);
        List<ObjectRef> before = record.map(LabRecord::applied).orElse(List.of());
        // Noted before it is there: what a failure, or an end in the middle, leaves behind can still be deleted.
        LabRecords.begin(api, lab.ref(), noted -> noted.withVerified(Optional.empty())
                .withApplied(Stream.concat(before.stream(), LabObjects.refs(lab, api).stream())
                        .distinct()
                        .toList()));
        List<Applied> applied = new Applier(api, force, session.deadline(), session.listener()::said).apply(objects);
        List<ObjectRef> refs = applied.stream().map(Applied::ref).toList();
        List<ObjectRef> gone = new Deleter(api, session.waiting())
                .delete(before.stream().filter(ref -> !refs.contains(ref)).toList());
        boolean unchanged = gone.isEmpty() && applied.stream().allMatch(one -> one.change() == Change.UNCHANGED);
        Optional<Instant> verified =
                record.filter(was -> unchanged && was.lab().equals(lab.ref())).flatMap(LabRecord::verified);
        LabRecords.change(
                api, noted -> noted.withLab(lab.ref()).withApplied(refs).withVerified(verified));
        applied.stream().filter(one -> one.change() != Change.UNCHANGED).forEach(one -> session.listener()
                .said(one.ref() + " " + word(one.change())));
        gone.forEach(ref -> session.listener().said(ref + " deleted: the lab does not have it any more"));
        return new StepEnd(unchanged ? StepOutcome.UNCHANGED : StepOutcome.DONE, summary(applied, gone));
    }

    private static String summary(List<Applied> applied, List<ObjectRef> gone) {
        Map<Change, Long> counts = applied.stream()
                .map(Applied::change)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<String> parts = new ArrayList<>();
        for (Change change : Change.values()) {
            if (counts.containsKey(change)) {
                parts.add(counts.get(change) + " " + word(change));
            }
        }
        if (!gone.isEmpty()) {
            parts.add(gone.size() + " deleted");
        }
        return parts.isEmpty() ? "the lab has no manifests" : String.join(", ", parts);
    }

    private static String word(Change change) {
        return switch (change) {
            case CREATED -> "created";
            case CHANGED -> "changed";
            case UNCHANGED -> "unchanged";
        };
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.apply(
                cluster,
                lab.files().manifests().stream().map(LabFiles.Located::path).toList());
    }
}
