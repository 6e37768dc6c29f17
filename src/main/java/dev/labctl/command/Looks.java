package dev.labctl.command;

import dev.labctl.command.Workbench.Looked;
import dev.labctl.command.Workbench.Work;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observer;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabState;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.report.ClustersView;
import dev.labctl.report.Report;
import dev.labctl.report.StatusView;
import dev.labctl.report.StatusView.Stage;
import dev.labctl.report.VerifyView;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.verification.Verify;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands that look into a cluster and change nothing. */
public final class Looks {
    private static final String UP = "labctl up CHAPTER --use-case USE_CASE";

    private final Workbench bench;

    Looks(Workbench bench) {
        this.bench = bench;
    }

    /** A cluster that is not there, or not labctl's, is a state like others: looking at it is no failure. */
    public Report status(Request request) {
        return bench.run(request, session -> {
            ClusterState state = session.provider().inspect(request.cluster(), session.activity());
            Optional<LabRef> ref = state instanceof Managed made
                    ? Optional.of(request.lab().orElse(made.record().lab()))
                    : request.lab();
            return new Work(ref, Plan.of(), open -> view(request, open, request.cluster(), state), "");
        });
    }

    /**
     * Whether what the book says is so.
     *
     * @param state that the lab is to be in
     */
    public Report verify(Request request, LabState state) {
        Report report = bench.run(request, session -> {
            Managed made =
                    Planner.made(request.cluster(), session.provider().inspect(request.cluster(), session.activity()));
            LabRef ref = request.lab().orElse(made.record().lab());
            Step verify = Verify.of(bench.kindLab(request, ref), state, request.timeout());
            return Work.of(Optional.of(ref), Plan.of(verify), "");
        });
        return report.failure().isEmpty() && report.result() instanceof VerifyView view
                ? report.withMessage(report.lab().orElseThrow() + ": " + view.summary())
                : report;
    }

    /** Every cluster that labctl made. A provider that cannot be asked, such as kind without Docker, is named. */
    public Report statusAll(Request request) {
        List<ClustersView.Line> lines = new ArrayList<>();
        List<ClustersView.NotAsked> notAsked = new ArrayList<>();
        for (boolean rehearsed : request.rehearse() ? List.of(true) : List.of(false, true)) {
            Looked<List<ClustersView.Line>> looked =
                    bench.lookAtAll(request, rehearsed, session -> lines(request, session));
            looked.value().ifPresent(lines::addAll);
            if (looked.failure().filter(Looks::isTheCommands).isPresent()) {
                return Report.failed(
                        request.command(),
                        Optional.empty(),
                        Optional.empty(),
                        looked.failure().get());
            }
            looked.failure().ifPresent(why -> notAsked.add(new ClustersView.NotAsked(looked.provider(), why)));
        }
        String none = notAsked.isEmpty() ? "there is no cluster that labctl made" : "no cluster of labctl's was found";
        String message = lines.isEmpty() ? none : "";
        return Report.of(request.command(), Optional.empty(), new ClustersView(lines, notAsked))
                .withMessage(message);
    }

    /** What ends the command and says nothing of a provider. */
    private static boolean isTheCommands(Failure failure) {
        return failure.reason() == Reason.INTERRUPTED || failure.reason() == Reason.DEADLINE_PASSED;
    }

    private List<ClustersView.Line> lines(Request request, Session session) {
        return session.provider().made(session.activity()).stream()
                .map(cluster -> line(request, session, cluster))
                .toList();
    }

    /** One cluster that is damaged, or stops answering meanwhile, hides none of the others. */
    private ClustersView.Line line(Request request, Session session, ClusterName cluster) {
        String provider = session.provider().name();
        try {
            ClusterState state = session.provider().inspect(cluster, session.activity());
            return new ClustersView.Line(
                    cluster.value(),
                    provider,
                    state instanceof Managed made ? Optional.of(made.record().lab()) : Optional.empty(),
                    view(request, session, cluster, state));
        } catch (FailureException e) {
            if (isTheCommands(e.failure())) {
                throw e;
            }
            return new ClustersView.Line(
                    cluster.value(),
                    provider,
                    Optional.empty(),
                    StatusView.of(Stage.SILENT, e.failure().message(), ""));
        } catch (ApiException e) {
            return new ClustersView.Line(
                    cluster.value(), provider, Optional.empty(), StatusView.of(Stage.SILENT, e.getMessage(), ""));
        }
    }

    /** What can be said of a cluster in whatever state. */
    StatusView view(Request request, Session session, ClusterName cluster, ClusterState state) {
        if (state instanceof Managed made) {
            return seen(request, session, cluster, made).status();
        }
        if (state instanceof ClusterState.Absent) {
            return StatusView.of(Stage.ABSENT, "there is no cluster " + cluster, UP);
        }
        if (state instanceof ClusterState.Busy busy) {
            return StatusView.of(Stage.BUSY, busy.who(), "");
        }
        if (state instanceof ClusterState.Unreachable silent) {
            return silent.stopped().isEmpty()
                    ? StatusView.of(Stage.SILENT, "the API server does not answer: " + silent.why(), "")
                    : StatusView.of(
                            Stage.STOPPED,
                            "the nodes are stopped",
                            "docker start " + String.join(" ", silent.stopped()));
        }
        if (state instanceof ClusterState.Incomplete half) {
            return StatusView.of(Stage.HALF_MADE, "half made: " + half.why(), UP);
        }
        return StatusView.of(Stage.UNRECORDED, "there, but without a record of labctl's", "");
    }

    /** A status, and the look that it is made from. */
    record Seen(Observation observation, StatusView status) {}

    Seen seen(Request request, Session session, ClusterName cluster, Managed made) {
        List<String> notes = new ArrayList<>();
        Optional<Lab> lab = lab(request, made, notes);
        Observation seen = observe(session.provider().connect(cluster, session.activity()), session, lab, made);
        StatusView status = new StatusReader(cluster, session.provider().name(), made, seen, lab)
                .read(notes, session.provider().limits());
        return new Seen(seen, status);
    }

    /** The lab of a record may be of another edition of the book; the rest can be told all the same. */
    private Optional<Lab> lab(Request request, Managed made, List<String> notes) {
        try {
            return Optional.of(
                    bench.kindLab(request, request.lab().orElse(made.record().lab())));
        } catch (FailureException e) {
            if (request.lab().isPresent()) {
                throw e;
            }
            notes.add("the lab's objects: " + e.failure().message());
            return Optional.empty();
        }
    }

    private static Observation observe(KubeApi api, Session session, Optional<Lab> lab, Managed made) {
        Stream<ObjectRef> wanted = lab.stream()
                .flatMap(found -> found.manifests().stream())
                .map(manifest ->
                        new ObjectRef(manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name()));
        return Observer.look(
                api,
                session.deadline().time().now(),
                Stream.concat(wanted, made.record().applied().stream()).toList());
    }
}
