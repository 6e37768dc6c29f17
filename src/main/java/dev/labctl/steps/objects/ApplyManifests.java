package dev.labctl.steps.objects;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.Applier;
import dev.labctl.kubernetes.Applier.Applied;
import dev.labctl.kubernetes.Applier.Change;
import dev.labctl.kubernetes.ApplyPhase;
import dev.labctl.kubernetes.Deleter;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies those of a lab's objects that a phase has. What labctl applied before and the lab does not have any more is left over:
 * the last phase names it, or deletes it.
 *
 * @param force take over fields that others manage
 * @param prune delete what is left over
 * @param leftOver what was left over when the plan was made; only a dry run looks at it
 */
public record ApplyManifests(ClusterName cluster, Lab lab, Phase phase, boolean force, boolean prune, Removal leftOver)
        implements Step {
    /** When objects of a lab are applied, with the name of the step. */
    public enum Phase {
        /** What agents need and the API server knows by itself, or by definitions among these objects. */
        BEFORE_CILIUM("apply before Cilium"),
        /** What agents need and only Cilium's operator defines, once it runs: pools above all. */
        BEFORE_AGENTS("apply before agents"),
        /** All else, once Cilium is ready. */
        MANIFESTS("apply manifests");

        private final String step;

        Phase(String step) {
            this.step = step;
        }

        /** A lab's objects of this phase, in the order of its files. */
        public List<Manifest> of(Lab lab) {
            return this == MANIFESTS
                    ? lab.manifests()
                    : lab.beforeAgents().stream()
                            .filter(manifest -> isCiliums(manifest) == (this == BEFORE_AGENTS))
                            .toList();
        }

        private static boolean isCiliums(Manifest manifest) {
            return ApplyPhase.of(manifest.apiVersion(), manifest.kind()) == ApplyPhase.CILIUM;
        }

        /** The files with these objects. */
        List<Path> files(Lab lab) {
            return of(lab).stream()
                    .map(manifest -> manifest.position().file())
                    .distinct()
                    .toList();
        }
    }

    /** Of the manifests, which come last. */
    public ApplyManifests(ClusterName cluster, Lab lab, boolean force) {
        this(cluster, lab, Phase.MANIFESTS, force, false, Removal.NOTHING);
    }

    /** The same, which deletes what is left over. */
    public ApplyManifests pruning() {
        return new ApplyManifests(cluster, lab, phase, force, true, leftOver);
    }

    /** The same for a dry run, which tells what is left over on the cluster. */
    public ApplyManifests lookedAt(Reachable here, KubeApi api) {
        return withLeftOver(Removal.leftOver(lab, here, api));
    }

    ApplyManifests withLeftOver(Removal seen) {
        return new ApplyManifests(cluster, lab, phase, force, prune, seen);
    }

    /** The same for the objects of another phase. */
    public ApplyManifests in(Phase other) {
        return new ApplyManifests(cluster, lab, other, force, prune, leftOver);
    }

    @Override
    public String name() {
        return phase.step;
    }

    @Override
    public boolean changesCluster() {
        return true;
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        List<Manifest> manifests = phase.of(lab);
        if (phase == Phase.BEFORE_AGENTS) {
            CiliumKinds.await(manifests, session);
        }
        Optional<LabRecord> record = ClusterObserver.record(api);
        List<ObjectRef> before = record.map(LabRecord::applied).orElse(List.of()).stream()
                .map(ref -> LabObjects.resolve(ref, api))
                .toList();
        // Noted before it is there: what a failure, or an end in the middle, leaves behind can still be deleted.
        LabRecords.begin(api, lab.ref(), noted -> noted.withVerified(Optional.empty())
                .withRefused(Optional.empty())
                .withApplied(with(before, LabObjects.refs(manifests, api))));
        List<KubeObject> objects = manifests.stream()
                .map(manifest -> new KubeObject(manifest.tree()))
                .toList();
        List<Applied> applied = apply(objects, before, session);
        List<ObjectRef> kept = kept(before, applied.stream().map(Applied::ref).toList(), api);
        Removal removal = Removal.of(Removal.without(before, kept), ClusterObserver.record(api), api);
        List<ObjectRef> gone = prune ? new Deleter(api, session.waiting()).delete(removal.deleted()) : List.of();
        boolean unchanged = gone.isEmpty() && applied.stream().allMatch(one -> one.change() == Change.UNCHANGED);
        Optional<Instant> verified =
                record.filter(was -> unchanged && was.lab().equals(lab.ref())).flatMap(LabRecord::verified);
        List<ObjectRef> remaining =
                with(kept, prune ? removal.remaining() : with(removal.deleted(), removal.remaining()));
        LabRecords.change(api, noted -> made(applied, noted)
                .withLab(lab.ref())
                .withApplied(remaining)
                .withVerified(verified));
        applied.stream().filter(one -> one.change() != Change.UNCHANGED).forEach(one -> session.listener()
                .said(one.ref() + " " + word(one.change())));
        gone.forEach(ref -> session.listener().said(ref + " deleted: the lab does not have it any more"));
        leftOverWords(removal).forEach(session.listener()::said);
        return new StepEnd(unchanged ? StepOutcome.UNCHANGED : StepOutcome.DONE, summary(applied, gone, removal));
    }

    /** Before this nothing was there that others could have made. */
    private static LabRecord made(List<Applied> applied, LabRecord noted) {
        Set<ObjectRef> preexisting = new LinkedHashSet<>(noted.preexisting());
        applied.stream().filter(one -> one.change() == Change.CREATED).forEach(one -> preexisting.remove(one.ref()));
        return noted.withPreexisting(preexisting);
    }

    private List<String> leftOverWords(Removal removal) {
        List<String> lines = new ArrayList<>();
        if (!prune && !removal.deleted().isEmpty()) {
            lines.add("left over, not in the lab any more: " + Wording.names(removal.deleted())
                    + "; `apply --prune` deletes what is left over");
        }
        removal.kept().forEach(kept -> lines.add(kept.words()));
        return lines;
    }

    /** What was refused goes into the record, for whoever asks later why the lab is not complete. */
    private List<Applied> apply(List<KubeObject> objects, List<ObjectRef> before, Session session) {
        KubeApi api = session.api();
        FoundObjects found = new FoundObjects(api, before, objects);
        try {
            return new Applier(api, force, session.deadline(), session.listener()::said, found::found).apply(objects);
        } catch (FailureException e) {
            if (e.failure().reason() == Reason.OBJECT_REFUSED) {
                LabRecords.change(
                        api, noted -> noted.withRefused(Optional.of(e.failure().message())));
            }
            throw e;
        }
    }

    /** What is left of what labctl applied: in the last phase, only what the lab has. */
    private List<ObjectRef> kept(List<ObjectRef> before, List<ObjectRef> applied, KubeApi api) {
        if (phase != Phase.MANIFESTS) {
            return with(before, applied);
        }
        List<ObjectRef> needed = LabObjects.refs(lab.beforeAgents(), api);
        return with(before.stream().filter(needed::contains).toList(), applied);
    }

    private static List<ObjectRef> with(List<ObjectRef> some, List<ObjectRef> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    private String summary(List<Applied> applied, List<ObjectRef> gone, Removal removal) {
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
        int left = removal.remaining().size() + (prune ? 0 : removal.deleted().size());
        if (left > 0) {
            parts.add(left + " left over");
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
        List<Path> files = phase.files(lab);
        return switch (phase) {
            case BEFORE_CILIUM -> equivalents.apply(cluster, files);
            case BEFORE_AGENTS -> equivalents.applyOnceKnown(cluster, files);
            case MANIFESTS ->
                Stream.concat(
                                equivalents.apply(cluster, files).stream(),
                                prune
                                        ? leftOver.equivalent(equivalents, cluster).stream()
                                        : leftOverWords(leftOver).stream().map(line -> "# " + line))
                        .toList();
        };
    }
}
