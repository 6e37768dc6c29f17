package dev.labctl.command;

import dev.labctl.doctor.Doctor;
import dev.labctl.explain.Knowledge;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import dev.labctl.provider.Provider;
import dev.labctl.provider.Providers;
import dev.labctl.report.Display;
import dev.labctl.report.DryRunView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import dev.labctl.report.StepListener;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.Executor;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all commands share: it resolves the lab, opens the provider, lets a command plan, does the plan, and turns every
 * failure on the way into a report.
 */
public final class Workbench {
    private final Supplier<LabResolver> labs;
    private final Providers providers;
    private final Doctor doctor;
    private final Tools tools;
    private final TimeSource time;
    private final StepListener listener;
    private final Display display;

    public Workbench(
            Supplier<LabResolver> labs,
            Providers providers,
            Doctor doctor,
            Tools tools,
            TimeSource time,
            StepListener listener,
            Display display) {
        this.labs = labs;
        this.providers = providers;
        this.doctor = doctor;
        this.tools = tools;
        this.time = time;
        this.listener = listener;
        this.display = display;
    }

    /** What a command wants done, and what is to be said when it is done. */
    record Work(Optional<LabRef> lab, Plan plan, Function<Session, Result> result, String message) {
        static Work of(Optional<LabRef> lab, Plan plan, String message) {
            return new Work(lab, plan, session -> Result.NONE, message);
        }
    }

    Doctor doctor() {
        return doctor;
    }

    /** For commands that go on for a while. */
    Display display() {
        return display;
    }

    Deadline deadline(Request request) {
        return Deadline.in(request.timeout(), time);
    }

    /** The lab that was asked for, fit for a cluster on this machine. */
    Lab kindLab(Request request, LabRef ref) {
        Lab lab = labs.get().resolve(ref, request.values());
        if (lab.description().provider() != ProviderKind.KIND) {
            throw eks(lab);
        }
        return lab;
    }

    /**
     * What is known of a cluster beside what can be seen of it.
     *
     * @param ref the lab that it holds; what its files say is left out where they are not at hand
     */
    Knowledge knowledge(Request request, Session session, Optional<LabRef> ref) {
        Optional<String> kubectl = session.provider().limits().isEmpty()
                ? Optional.of("kubectl --context kind-" + request.cluster())
                : Optional.empty();
        String options = request.cluster().equals(ClusterName.BOOK) ? "" : "--cluster " + request.cluster();
        Optional<Lab> lab = ref.flatMap(known -> labIfThere(request, known));
        Optional<Scenario> plan = lab.map(known ->
                Scenario.of(known, request.cluster(), LabViews.defaults(known, request.cluster()), WhatIf.NOTHING));
        return new Knowledge(lab, plan, kubectl, options);
    }

    private Optional<Lab> labIfThere(Request request, LabRef ref) {
        try {
            return Optional.of(kindLab(request, ref));
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    private FailureException eks(Lab lab) {
        LabRef ref = lab.ref();
        return Failure.of(
                        Reason.PROVIDER_UNAVAILABLE,
                        "the lab " + ref
                                + " runs on Amazon EKS, where labctl cannot make clusters yet; by hand it needs:",
                        "Its README tells how it is done, and what it costs: "
                                + lab.files()
                                        .readme()
                                        .map(file -> file.path().toString())
                                        .orElse("none"))
                .withDetails(List.of(
                        "eksctl: " + install(Tool.EKSCTL),
                        "aws: " + install(Tool.AWS) + ", with credentials (`aws configure`)"))
                .asException();
    }

    private String install(Tool tool) {
        return tool.install(tools.platform());
    }

    /** Runs a command from its plan to its report. */
    Report run(Request request, Function<Session, Work> command) {
        return run(request, () -> providers.open(request.cluster(), request.rehearse(), request.seed()), command);
    }

    /** The same for a command on all clusters, whatever their names. */
    Report runOnAll(Request request, Function<Session, Work> command) {
        return run(request, () -> providers.all(request.rehearse()), command);
    }

    /** What came of a look at all clusters of one provider: the value, or why there is none. */
    record Looked<T>(String provider, Optional<T> value, Optional<Failure> failure) {}

    /** Looks at all clusters that are real, or at all rehearsals. */
    <T> Looked<T> lookAtAll(Request request, boolean rehearsed, Function<Session, T> look) {
        try (Provider provider = providers.all(rehearsed)) {
            Deadline deadline = Deadline.in(request.timeout(), provider.time());
            Session session = new Session(provider, request.cluster(), doctor, deadline, listener);
            try {
                return new Looked<>(provider.name(), Optional.of(look.apply(session)), Optional.empty());
            } catch (FailureException e) {
                return new Looked<>(provider.name(), Optional.empty(), Optional.of(e.failure()));
            } catch (ApiException e) {
                Failure failure = e.failure("a request").failure();
                return new Looked<>(provider.name(), Optional.empty(), Optional.of(failure));
            }
        }
    }

    private Report run(Request request, Supplier<Provider> open, Function<Session, Work> command) {
        try (Provider provider = open.get()) {
            Deadline deadline = Deadline.in(request.timeout(), provider.time());
            if (!provider.limits().isEmpty()) {
                listener.said(provider.name() + ": no real cluster, and a time of its own");
            }
            Session session = new Session(provider, request.cluster(), doctor, deadline, listener);
            Work work = command.apply(session);
            return request.dryRun()
                    ? request.report(work.lab(), provider, dryRun(work.plan(), provider))
                    : run(request, session, work);
        } catch (FailureException e) {
            return failed(request, e.failure());
        } catch (ApiException e) {
            return failed(request, e.failure("a request").failure());
        }
    }

    private Report run(Request request, Session session, Work work) {
        Executor.Executed executed = new Executor(session).execute(work.plan());
        Optional<Failure> failure = executed.failure();
        Result result = failure.isPresent() || !executed.result().equals(Result.NONE)
                ? executed.result()
                : work.result().apply(session);
        Report report = request.report(work.lab(), session.provider(), result)
                .withSteps(executed.steps())
                .withMessage(failure.isPresent() ? "" : work.message())
                .withFailure(failure);
        return failure.isPresent() ? new Explained(this, request, session).tell(report) : report;
    }

    private static Report failed(Request request, Failure failure) {
        return Report.failed(
                request.command(), request.lab(), Optional.of(request.cluster().value()), failure);
    }

    private static DryRunView dryRun(Plan plan, Provider provider) {
        return new DryRunView(plan.all().stream()
                .map(step -> new DryRunView.Line(
                        step.name(),
                        step instanceof AlreadyDone found ? found.detail() : "",
                        step.equivalent(provider.equivalents())))
                .toList());
    }
}
