package dev.labctl.command.view;

import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Switching;
import dev.labctl.command.planner.Versions;
import dev.labctl.command.session.Labs;
import dev.labctl.command.session.Observing;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.failure.FailureException;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.LabSwitch;
import dev.labctl.report.LabSwitch.Verdict;
import dev.labctl.report.StatusView;
import dev.labctl.report.StatusView.Stage;
import dev.labctl.steps.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of clusters, in whatever state they are.
 *
 * @param open of the provider that has them
 * @param named the lab that the reader named; empty for each cluster's own
 * @param pinned what a lab gets where nothing else is asked for
 */
public record ClusterStatus(Labs labs, OpenCluster open, Optional<Lab> named, Versions pinned) {
    private static final String UP = "labctl up CHAPTER --use-case USE_CASE";

    /** A status, and the observation that it is made from. */
    record Observed(Observation observation, StatusView status) {}

    public static Optional<LabRef> recordedLab(ClusterState state) {
        return state instanceof Reachable reachable ? reachable.lab() : Optional.empty();
    }

    public StatusView of(ClusterName cluster, ClusterState state) {
        if (state instanceof Reachable reachable && isShown(reachable)) {
            return observe(cluster, reachable).status();
        }
        if (state instanceof ClusterState.Absent) {
            return StatusView.of(Stage.ABSENT, "there is no cluster " + cluster, UP);
        }
        if (state instanceof ClusterState.Busy busy) {
            return StatusView.of(Stage.BUSY, busy.who(), "");
        }
        if (state instanceof ClusterState.Unreachable unreachable) {
            return of(cluster, unreachable);
        }
        if (state instanceof ClusterState.Incomplete incomplete) {
            return StatusView.of(Stage.HALF_MADE, "incomplete: " + incomplete.why(), UP);
        }
        return StatusView.of(Stage.UNRECORDED, "exists, but has no record of labctl", "");
    }

    private StatusView of(ClusterName cluster, ClusterState.Unreachable silent) {
        HaltedNodes halted = silent.halted();
        if (halted.isEmpty()) {
            return StatusView.of(Stage.SILENT, "the API server does not answer: " + silent.why(), "");
        }
        if (!silent.ours()) {
            return StatusView.of(Stage.STOPPED, halted.words(), String.join("; ", halted.start()));
        }
        String options = Target.options(cluster, false);
        String up = named.map(lab -> "labctl up " + lab.ref().arguments()).orElse(UP)
                + (options.isEmpty() ? "" : " " + options);
        return StatusView.of(Stage.STOPPED, halted.words(), halted.startable() ? up : up + " --recreate");
    }

    /** A cluster of the same name that is none of labctl's may be anyone's: it is looked into where its context is named. */
    private boolean isShown(Reachable here) {
        return here instanceof Managed || !(open.target().source() instanceof ClusterSource.Named);
    }

    Observed observe(ClusterName cluster, Reachable here) {
        List<String> notes = new ArrayList<>();
        Optional<Lab> lab = named.or(() -> here.lab().flatMap(ref -> recorded(ref, notes)));
        Session session = open.session();
        KubeApi api = open.provider().connect(cluster, session.operation()).api();
        Observation observation = Observing.read(api, open.deadline().time().now(), refs(lab, here));
        StatusView status = new StatusReader(cluster, open.origin(), here, observation, lab)
                .read(
                        Stream.concat(notes.stream(), ObservationNotes.of(observation).stream())
                                .toList(),
                        open.kind().limits(),
                        lab.flatMap(wanted -> change(cluster, wanted, here)));
        return new Observed(observation, status);
    }

    /** What it takes until the cluster holds the lab; nothing to tell of its own lab where all is as that wants it. */
    private Optional<LabSwitch> change(ClusterName cluster, Lab lab, Reachable here) {
        Optional<String> version = here.known()
                .flatMap(LabRecord::cilium)
                .map(LabRecord.Cilium::version)
                .filter(text -> CiliumVersion.read(text).isPresent());
        return here instanceof Managed managed
                ? Optional.of(Switching.to(DesiredState.of(cluster, lab, Optional.empty(), version, pinned), managed))
                        .filter(change -> change.verdict() != Verdict.REUSE
                                || !managed.record().lab().equals(lab.ref()))
                : Optional.empty();
    }

    /** The lab of a record may be of another edition of the book; the rest can be shown all the same. */
    private Optional<Lab> recorded(LabRef ref, List<String> notes) {
        try {
            return Optional.of(labs.runnable(open.target(), ref));
        } catch (FailureException e) {
            notes.add("the lab's objects: " + e.failure().message());
            return Optional.empty();
        }
    }

    private static List<ObjectRef> refs(Optional<Lab> lab, Reachable here) {
        Stream<ObjectRef> wanted = lab.stream()
                .flatMap(found -> found.objects().stream())
                .map(manifest ->
                        new ObjectRef(manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name()));
        return Stream.concat(wanted, here.known().stream().flatMap(record -> record.applied().stream()))
                .toList();
    }
}
