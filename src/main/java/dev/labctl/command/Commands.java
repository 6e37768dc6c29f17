package dev.labctl.command;

import dev.labctl.command.Workbench.Work;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabFiles;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.cilium.CiliumDefaults;
import dev.labctl.report.Report;
import dev.labctl.report.VerifyView;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.cilium.UninstallCilium;
import dev.labctl.steps.cluster.DeleteCluster;
import dev.labctl.steps.cluster.UseContext;
import dev.labctl.steps.objects.ApplyManifests;
import dev.labctl.steps.objects.DeleteObjects;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The commands that change something: each looks, plans, and leaves the rest to the workbench. */
public final class Commands {
    /** What a machine lacks that a rehearsal does not need. */
    private static final Set<Reason> WITHOUT_TOOLS =
            Set.of(Reason.TOOL_MISSING, Reason.TOOL_TOO_OLD, Reason.DOCKER_UNREACHABLE, Reason.IPV6_UNAVAILABLE);

    private final Workbench bench;
    private final Versions versions;

    Commands(Workbench bench, Versions versions) {
        this.bench = bench;
        this.versions = versions;
    }

    public Report up(Request request, boolean recreate) {
        return creating(request, session -> {
            Lab lab = lab(request);
            return Work.of(
                    request.lab(),
                    Plan.of(upSteps(session, request, lab, inspect(session), recreate)),
                    clusterIsUp(request));
        });
    }

    /** A command that makes a cluster, which takes tools where it is to be a real one. */
    private Report creating(Request request, Function<Session, Work> command) {
        Report report = bench.run(request, session -> {
            refuseMixUp(request, session);
            return command.apply(session);
        });
        return report.withFailure(failure -> WITHOUT_TOOLS.contains(failure.reason()) && !request.rehearse()
                ? failure.or("Or add --rehearse: it plays the lab through on Java alone.")
                : failure);
    }

    /** Who did not ask for a rehearsal wants a real cluster, even where a rehearsal has its name. */
    private static void refuseMixUp(Request request, Session session) {
        if (!request.rehearse() && !session.provider().usesMachine()) {
            throw Failure.of(
                            Reason.REHEARSAL_THERE,
                            "there is a rehearsal of the name " + request.cluster(),
                            "Go on with it by --rehearse; or end it first, for a real cluster: `labctl down --cluster "
                                    + request.cluster() + "`.")
                    .asException();
        }
    }

    private static String clusterIsUp(Request request) {
        return "cluster " + request.cluster() + " is up";
    }

    private List<Step> upSteps(Session session, Request request, Lab lab, ClusterState state, boolean recreate) {
        boolean imageAsked = request.nodeImage().isPresent();
        Optional<Needs> needs = Optional.of(Needs.ofCluster(lab))
                .filter(any -> session.provider().usesMachine());
        return Planner.up(spec(request, lab), imageAsked, needs, state, recreate);
    }

    public Report ciliumInstall(Request request) {
        return bench.run(request, session -> {
            Lab lab = lab(request);
            CiliumRequest cilium = cilium(request, lab);
            Managed made = Planner.made(request.cluster(), inspect(session));
            return Work.of(
                    request.lab(),
                    Plan.of(Planner.ciliumInstall(
                            Planner.cilium(cilium, spec(request, lab), settings(cilium, lab), made))),
                    "Cilium " + cilium.version() + " is ready on " + request.cluster());
        });
    }

    public Report apply(Request request, boolean force) {
        return bench.run(request, session -> {
            Lab lab = lab(request);
            Managed made = Planner.made(request.cluster(), inspect(session));
            return Work.of(
                    request.lab(),
                    Plan.of(Planner.apply(new ApplyManifests(request.cluster(), lab, force), made)),
                    request.lab().orElseThrow() + " is applied to " + request.cluster());
        });
    }

    public Report run(Request request, boolean recreate, boolean force, boolean down) {
        Report report = creating(request, session -> {
            Lab lab = lab(request);
            CiliumRequest cilium = cilium(request, lab);
            ClusterState state = inspect(session);
            List<Step> up = upSteps(session, request, lab, state, recreate);
            List<Step> ciliumOnIt = up.size() == 1 && state instanceof Managed made
                    ? Planner.cilium(cilium, spec(request, lab), settings(cilium, lab), made)
                    : List.of();
            Plan plan = Plan.of(Planner.run(up, cilium, ciliumOnIt, new ApplyManifests(request.cluster(), lab, force)));
            return Work.of(
                    request.lab(),
                    down ? plan.lastly(new DeleteCluster(request.cluster(), "")) : plan,
                    request.lab().orElseThrow() + " is applied to " + request.cluster());
        });
        return report.failure().isEmpty() && report.result() instanceof VerifyView view
                ? report.withMessage(report.message() + ", and " + view.summary())
                : report;
    }

    public Report waitFor(Request request) {
        return bench.run(request, session -> {
            Managed made = Planner.made(request.cluster(), inspect(session));
            LabRef ref = request.lab().orElse(made.record().lab());
            Lab lab = bench.kindLab(request, ref);
            return Work.of(
                    Optional.of(ref),
                    Plan.of(Planner.await(request.cluster(), lab, made)),
                    ref + " is as it should be");
        });
    }

    /** What the record says was applied goes; a lab that was named and is not in the record goes by its manifests. */
    public Report delete(Request request) {
        return bench.run(request, session -> {
            Managed made = Planner.made(request.cluster(), inspect(session));
            LabRef ref = request.lab().orElse(made.record().lab());
            Lab lab = bench.kindLab(request, ref);
            List<ObjectRef> own = LabObjects.refs(lab, session.api());
            List<ObjectRef> recorded = made.record().applied();
            boolean ofAnother = request.lab().isPresent() && own.stream().noneMatch(recorded::contains);
            List<ObjectRef> objects = recorded.isEmpty() || ofAnother ? own : recorded;
            List<Path> files =
                    lab.files().manifests().stream().map(LabFiles.Located::path).toList();
            Step step = objects.isEmpty()
                    ? new AlreadyDone("delete objects", "the lab has no manifests")
                    : new DeleteObjects(request.cluster(), objects, files);
            return Work.of(
                    Optional.of(ref), Plan.of(step), "the objects of " + ref + " are gone from " + request.cluster());
        });
    }

    public Report ciliumUninstall(Request request) {
        return bench.run(request, session -> {
            Managed made = Planner.made(request.cluster(), inspect(session));
            Step step = made.cilium().release().isEmpty()
                    ? new AlreadyDone("uninstall Cilium", "there is none on " + request.cluster())
                    : new UninstallCilium(request.cluster(), "");
            return Work.of(
                    Optional.of(made.record().lab()), Plan.of(step), "there is no Cilium on " + request.cluster());
        });
    }

    public Report down(Request request) {
        return bench.run(
                request,
                session -> Work.of(
                        Optional.empty(),
                        Plan.of(Planner.down(request.cluster(), toBeDeleted(session))),
                        "there is no cluster " + request.cluster()));
    }

    /** A rehearsal whose file is damaged can still be done away with; the file is kept aside all the same. */
    private static ClusterState toBeDeleted(Session session) {
        try {
            return inspect(session);
        } catch (FailureException e) {
            if (e.failure().reason() != Reason.REHEARSAL_DAMAGED) {
                throw e;
            }
            session.listener().said(e.failure().message());
            return new ClusterState.Incomplete(e.failure().message());
        }
    }

    public Report downAll(Request request) {
        return bench.runOnAll(request, session -> {
            List<Step> steps = session.provider().made(session.activity()).stream()
                    .flatMap(cluster ->
                            Planner.down(cluster, session.provider().inspect(cluster, session.activity())).stream())
                    .toList();
            List<Step> all = steps.isEmpty()
                    ? List.of(new AlreadyDone("delete clusters", "there is none that labctl made"))
                    : steps;
            return Work.of(Optional.empty(), Plan.of(all), "no cluster of labctl's is left");
        });
    }

    /** Delete and make anew, as the Makefile's target did. */
    public Report reset(Request request) {
        return creating(request, session -> {
            ClusterState state = inspect(session);
            LabRef ref = request.lab().orElseGet(() -> recorded(request.cluster(), state));
            Lab lab = bench.kindLab(request, ref);
            List<Step> down = Planner.down(request.cluster(), state);
            List<Step> up = upSteps(session, request, lab, new ClusterState.Absent(), false);
            return Work.of(
                    Optional.of(ref),
                    Plan.of(Stream.concat(down.stream(), up.stream()).toList()),
                    clusterIsUp(request));
        });
    }

    private static LabRef recorded(ClusterName cluster, ClusterState state) {
        if (state instanceof Managed made) {
            return made.record().lab();
        }
        throw noLab(cluster);
    }

    private static RuntimeException noLab(ClusterName cluster) {
        return Failure.of(
                        Reason.CHAPTER_MISSING,
                        "no chapter is given, and no cluster " + cluster + " says which lab is meant",
                        "Name it: `labctl reset CHAPTER --use-case USE_CASE`; `labctl list` shows what there is.")
                .asException();
    }

    public Report context(Request request) {
        return bench.run(request, session -> {
            Managed made = Planner.made(request.cluster(), inspect(session));
            return Work.of(
                    Optional.of(made.record().lab()),
                    Plan.of(new UseContext(request.cluster())),
                    "kind-" + request.cluster());
        });
    }

    private Lab lab(Request request) {
        return bench.kindLab(request, request.lab().orElseThrow());
    }

    private ClusterSpec spec(Request request, Lab lab) {
        return new ClusterSpec(
                request.cluster(),
                lab.ref(),
                lab.kind().orElseThrow(),
                request.nodeImage().orElse(versions.nodeImage()));
    }

    private CiliumRequest cilium(Request request, Lab lab) {
        String version = request.ciliumVersion().orElse(versions.cilium());
        return new CiliumRequest(
                request.cluster(), lab.ref(), version.startsWith("v") ? version.substring(1) : version, lab.values());
    }

    private static IpamSettings settings(CiliumRequest cilium, Lab lab) {
        return IpamSettings.ofValues(Tree.merge(
                CiliumDefaults.onKind(
                        cilium.cluster(),
                        cilium.values().tree(),
                        lab.kind().orElseThrow().kubeProxy()),
                cilium.values().treeFor(cilium.cluster())));
    }

    private static ClusterState inspect(Session session) {
        return session.provider().inspect(session.cluster(), session.activity());
    }
}
