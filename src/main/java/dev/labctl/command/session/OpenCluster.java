package dev.labctl.command.session;

import dev.labctl.addresses.Finding;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Refusals;
import dev.labctl.command.session.Confirmation.Question;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lease.Exclusive;
import dev.labctl.plan.FileLint;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.Provider;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.Result;
import dev.labctl.steps.ClusterSteps.CreateCluster;
import dev.labctl.steps.Executor;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The cluster of a command, from the moment it is opened to the command's end. */
public final class OpenCluster implements AutoCloseable {
    private final CommandContext context;
    private final Target target;
    private final Session session;
    private Optional<List<Finding>> findings = Optional.empty();

    private OpenCluster(CommandContext context, Target target, ClusterAccess access) {
        this.context = context;
        this.target = target;
        Deadline deadline =
                Deadline.in(timeout(target, access.provider()), access.kind().time());
        Exclusive exclusive = access.kind().simulated()
                ? Exclusive.elsewhere()
                : context.leases().of(target.command());
        this.session = new Session(access, target.cluster(), context.doctor(), deadline, context.listener(), exclusive);
    }

    private static Duration timeout(Target target, Provider provider) {
        return target.timeoutChosen() ? target.timeout() : target.timeout().multipliedBy(provider.slowness());
    }

    /** Opens the cluster that the target names, which need not exist. */
    public static OpenCluster open(CommandContext context, Target target) {
        return open(context, target, OptionalLong.empty());
    }

    /**
     * Opens a cluster that the command may create.
     *
     * @param seed decides all that is random in a rehearsal; empty for any
     */
    public static OpenCluster open(CommandContext context, Target target, OptionalLong seed) {
        Optional<ClusterConfig> lab = target.lab()
                .flatMap(ref -> context.labs().ifReadable(target, ref))
                .map(Lab::cluster);
        ClusterAccess access = context.providers().open(target.source(), lab, seed);
        return new OpenCluster(context, target, access).announced();
    }

    /** Opens all clusters of each provider in turn, whatever their names: of those with real ones, or with rehearsals. */
    public static Stream<OpenCluster> all(CommandContext context, Target target, boolean rehearsed) {
        return context.providers().all(rehearsed).stream()
                .map(access -> new OpenCluster(context, target, access.get()));
    }

    /** Tells the reader where the cluster is not a real one. */
    public OpenCluster announced() {
        if (kind().simulated()) {
            session.listener().said(kind().name() + ": a simulated cluster with a clock of its own");
        }
        return this;
    }

    /** Tells the reader what the lab's files show by themselves, before anything is done; the report has it as well. */
    public void warn(Lab lab) {
        List<Finding> found = FileLint.of(lab, name(), DesiredState.values(name(), lab));
        findings = Optional.of(found);
        found.forEach(finding -> session.listener()
                .said(finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding.message()
                        + (finding.fix().isEmpty() ? "" : ". " + finding.fix())));
    }

    public Session session() {
        return session;
    }

    public Provider provider() {
        return session.provider();
    }

    public ClusterKind kind() {
        return session.kind();
    }

    public Target target() {
        return target;
    }

    public ClusterName name() {
        return target.cluster();
    }

    public Deadline deadline() {
        return session.deadline();
    }

    public KubeApi api() {
        return session.api();
    }

    public ClusterState inspect() {
        return inspect(name());
    }

    public ClusterState inspect(ClusterName cluster) {
        return provider().inspect(cluster, session.operation());
    }

    /**
     * The state of a cluster that the command may change or delete: from now on no other labctl changes it, unless it is foreign.
     *
     * @param dryRun changes nothing, so it holds nothing
     */
    public ClusterState inspectToChange(ClusterName cluster, boolean dryRun) {
        ClusterState state = inspect(cluster);
        while (!dryRun && isOurs(state) && session.hold(cluster)) {
            state = inspect(cluster);
        }
        return state;
    }

    private boolean isOurs(ClusterState state) {
        return state instanceof Reachable && (!state.foreign() || target.source() instanceof ClusterSource.Context);
    }

    /**
     * The cluster, where labctl created it and can work on it.
     *
     * @throws dev.labctl.failure.FailureException where that is not so
     */
    public Managed managed() {
        return Refusals.unlessManaged(name(), inspect());
    }

    /**
     * The cluster, where it can be read, whoever created it.
     *
     * @throws dev.labctl.failure.FailureException where that is not so
     */
    public Reachable readable() {
        return Refusals.unlessReachable(name(), inspect());
    }

    /**
     * The cluster, where it may be changed: labctl created it, or the reader named its context.
     *
     * @throws dev.labctl.failure.FailureException where that is not so
     */
    public Reachable changeable() {
        return changeable(inspect());
    }

    /** The same, with no other labctl at work on it; see {@link #inspectToChange}. */
    public Reachable changeable(boolean dryRun) {
        return changeable(inspectToChange(name(), dryRun));
    }

    private Reachable changeable(ClusterState state) {
        return target.source() instanceof ClusterSource.Context
                ? Refusals.unlessReachable(name(), state)
                : Refusals.unlessManaged(name(), state);
    }

    /**
     * The lab that a command works on: the named one, or the one that the cluster holds.
     *
     * @throws dev.labctl.failure.FailureException where neither is known, or its files are not valid
     */
    public Lab lab(Optional<Lab> named, Reachable here) {
        return named.or(() -> here.lab().map(ref -> context.labs().runnable(target, ref)))
                .orElseThrow(() -> new FailureException(
                        Reason.CHAPTER_MISSING,
                        "no chapter is given, and the cluster " + name() + " has no record of a lab",
                        "Name the lab: `labctl " + target.command() + " CHAPTER --use-case USE_CASE "
                                + Target.options(name(), kind().simulated())
                                + "`; `labctl list` shows what there is."));
    }

    /**
     * Everything that can be read of the cluster, once.
     *
     * @param named objects beside those of the kinds that are always read
     */
    public Observation observe(List<ObjectRef> named) {
        return Observing.read(api(), deadline().time().now(), named);
    }

    /**
     * Asks before something is deleted from a cluster that was created elsewhere; the answer is the context's name. Where
     * there is nothing to delete there is no question.
     *
     * @param things that would be deleted
     * @throws FailureException with {@code NOT_CONFIRMED} where the reader does not agree
     */
    public void confirmDeletion(List<String> things) {
        if (target.source() instanceof ClusterSource.Context elsewhere && !things.isEmpty()) {
            List<String> lines = new ArrayList<>(
                    List.of("From the cluster of the context " + elsewhere.context() + " this deletes:"));
            things.forEach(thing -> lines.add("  " + thing));
            context.confirmation()
                    .require(Question.typed("deleting from " + elsewhere.context(), lines, elsewhere.context()));
        }
    }

    /** What an explanation of the cluster takes from elsewhere. */
    public LabFacts labFacts(Reachable here) {
        return known().facts(here);
    }

    private KnownLab known() {
        return new KnownLab(context.labs(), target, kind());
    }

    /** Where reports say that the cluster comes from. */
    public Origin origin() {
        return new Origin(kind().name(), kind().simulated());
    }

    /** The report of a command that shows something of the cluster. */
    public Report report(Optional<LabRef> lab, Result shown) {
        return Report.of(target.command(), lab, shown)
                .in(Optional.of(name().value()), Optional.of(origin()))
                .withFindings(findings);
    }

    /**
     * Executes a plan that may create the cluster, or shows it in a dry run. Where the cluster costs money, the reader is told
     * first, and asked.
     *
     * @param agreed whether the reader agreed beforehand
     */
    public Report execute(Lab lab, ClusterSpec spec, Plan plan, boolean dryRun, boolean agreed, String message) {
        List<String> costs = plan.all().stream().anyMatch(CreateCluster.class::isInstance)
                ? provider().costs(spec, session.operation())
                : List.of();
        if (dryRun) {
            return report(Optional.of(lab.ref()), DryRun.view(plan, kind().commands(), costs));
        }
        if (agreed) {
            costs.forEach(session.listener()::said);
        } else if (!costs.isEmpty()) {
            context.confirmation().require(Question.yesOrNo("creating the cluster " + name(), costs, "Create it?"));
        }
        return execute(Optional.of(lab.ref()), plan, false, message);
    }

    /** Executes a plan, or shows it in a dry run; a failure comes with what the cluster tells of its cause. */
    public Report execute(Optional<LabRef> lab, Plan plan, boolean dryRun, String message) {
        if (dryRun) {
            return report(lab, DryRun.view(plan, kind().commands(), List.of()));
        }
        Executor.Executed executed = new Executor(session).execute(plan);
        Report report = report(lab, executed.result()).withSteps(executed.steps());
        Optional<Failure> failure = executed.failure().map(failed -> MachineTrouble.behind(failed, session));
        return failure.isEmpty()
                ? report.withMessage(message)
                : FailureExplainer.explain(report.withFailure(failure), session, known().facts(report.lab()));
    }

    @Override
    public void close() {
        session.exclusive().close();
        provider().close();
    }
}
