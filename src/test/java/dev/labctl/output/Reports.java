package dev.labctl.output;

import dev.labctl.addresses.Finding;
import dev.labctl.doctor.CheckResult;
import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.LabRef;
import dev.labctl.report.BundleView;
import dev.labctl.report.ClustersView;
import dev.labctl.report.DoctorView;
import dev.labctl.report.DryRunView;
import dev.labctl.report.ExplainView;
import dev.labctl.report.LabList;
import dev.labctl.report.LabView;
import dev.labctl.report.LogView;
import dev.labctl.report.PlanView;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One report of every kind that there is, by a name of its own. */
public final class Reports {
    private static final LabRef LAB = LabRef.of("chapter04", "cluster-scope-ipam");
    private static final Optional<LabRef> OF_LAB = Optional.of(LAB);
    private static final Optional<String> BOOK = Optional.of("cilium-book");
    private static final Optional<Origin> KIND = Optional.of(new Origin("kind", false));

    private static final LogView.Source AGENT = new LogView.Source("kube-system", "cilium-x", "cilium-agent");
    private static final LogView.Source OPERATOR =
            new LogView.Source("kube-system", "cilium-operator-y", "cilium-operator");
    private static final LogView.Source SIDECAR = new LogView.Source("kube-system", "cilium-x", "mount");

    private Reports() {}

    public static Map<String, Report> all() {
        Map<String, Report> all = new LinkedHashMap<>();
        all.put("up", up());
        all.put("up-failed", upFailed());
        all.put("up-refused", upRefused());
        all.put("run-interrupted", runInterrupted());
        all.put("usage", Report.failed("", Optional.empty(), Optional.empty(), usage()));
        all.put("bug", Report.failed("", Optional.empty(), Optional.empty(), bug()));
        all.put("run-dry", dryRun());
        all.put("down-nothing", downNothing());
        all.put("list", list());
        all.put("list-empty", Report.of("list", Optional.empty(), new LabList("/book/chapters", List.of())));
        all.put("show", show());
        all.put("show-plain", showPlain());
        all.put("doctor", doctor(List.of(CheckResult.Severity.OK, Severity.WARNING), Optional.empty()));
        all.put("doctor-failed", doctor(List.of(Severity.values()), Optional.of(missing())));
        all.put("status", status());
        all.put("diff", command("diff", Optional.empty(), "11 differences", List.of(), Differences.all()));
        all.put("diff-none", command("diff", Optional.empty(), "no differences", List.of(), Differences.none()));
        all.put("diff-unknown", command("diff", Optional.empty(), "", List.of(), Differences.unknown()));
        all.put("diff-exit-code", command("diff", Optional.of(differs()), "", List.of(), Differences.all()));
        all.put("status-absent", statusAbsent());
        all.put("status-rehearsed", command("status", Optional.empty(), "", List.of(), Statuses.rehearsed()));
        all.put("status-verified", command("status", Optional.empty(), "", List.of(), Statuses.verified()));
        all.put("status-all", statusAll(clusters(), ""));
        all.put("status-all-none", statusAll(noneAsked(), "no cluster of labctl's was found"));
        all.put("plan-small", plan("cluster-scope-ipam-small", Plans.small()));
        all.put("plan-dual", plan("ipv4-ipv6-support/dual-stack", Plans.dual()));
        all.put("plan-pools", plan("multi-pool-ipam", Plans.pools()));
        all.put("plan-eni", plan("eni-mode", Plans.eni()));
        all.put("plan-full", plan("cluster-scope-ipam-small", Plans.full()));
        all.put("plan-unwritten", planUnwritten());
        all.put("ipam-small", ipam(false, Optional.empty(), ""));
        all.put("ipam-rehearsed", ipam(true, Optional.empty(), "the picture is in /x/y.svg"));
        all.put("ipam-unwritten", ipam(false, Optional.of(unwritten("page", "/x/y.html", "--html")), ""));
        all.put("explain", explain(Explanations.all()));
        all.put("explain-nothing", explain(List.of()));
        all.put("run-explained", runExplained());
        all.put("verify", verify());
        all.put("verify-failed", verifyFailed());
        all.put("run", run());
        all.put("logs", logs());
        all.put("logs-empty", command("logs", Optional.empty(), "", List.of(), new LogView(List.of(), List.of())));
        all.put("logs-bundle", bundle(Optional.empty(), "the bundle is in /x/y.zip"));
        all.put("logs-bundle-unwritten", bundle(Optional.of(unwritten()), ""));
        return all;
    }

    private static Report command(
            String command, Optional<Failure> failure, String message, List<StepReport> steps, Result result) {
        return new Report(command, OF_LAB, BOOK, KIND, failure, message, steps, result, List.of(), findings(command));
    }

    private static Failure differs() {
        return Failure.of(Reason.LAB_DIFFERS, "11 differences", "`labctl run` brings the cluster to the lab.");
    }

    /** Of the commands that look at the lab's files first. */
    private static Optional<List<Finding>> findings(String command) {
        return Set.of("up", "run").contains(command)
                ? Optional.of(List.of(
                        Finding.warning("DEFAULT_CNI_ENABLED", "kind installs its own network plugin", "Disable it.")))
                : Optional.empty();
    }

    private static StepReport step(String name, StepOutcome outcome, long millis, String detail) {
        return new StepReport(name, outcome, Duration.ofMillis(millis), detail);
    }

    private static Report up() {
        return command(
                "up",
                Optional.empty(),
                "cluster cilium-book is up",
                List.of(
                        step("check machine", StepOutcome.DONE, 4, ""),
                        step("create cluster", StepOutcome.DONE, 14_249, "the API server answers"),
                        step("join nodes", StepOutcome.DONE, 8_000, "3 nodes")),
                Result.NONE);
    }

    private static Report upFailed() {
        return command(
                "up",
                Optional.of(Failure.of(
                                Reason.PORT_TAKEN,
                                "a port that the cluster needs is taken: 8080",
                                "Find who has it (`ss -ltnp`, `docker ps`), or change the port in kind.yaml.")
                        .withDetails(List.of(
                                "ERROR: failed to create cluster: command \"docker run --name x\" failed",
                                "Command Output: Bind for 0.0.0.0:8080 failed: port is already allocated."))),
                "",
                List.of(
                        step("check machine", StepOutcome.UNCHANGED, 0, ""),
                        step(
                                "create cluster",
                                StepOutcome.FAILED,
                                3_050,
                                "a port that the cluster needs is taken: 8080"),
                        step("join nodes", StepOutcome.SKIPPED, 0, "")),
                Result.NONE);
    }

    private static Report upRefused() {
        Failure failure = Failure.of(
                        Reason.CLUSTER_DIFFERS,
                        "there is a cluster cilium-book, and it is not the one that chapter04 cluster-scope-ipam wants",
                        "Run it with --recreate to replace that cluster, or give this lab another name with --cluster.")
                .withDetails(List.of("kind.yaml, nodes[2].role: not set here, worker in the lab"));
        return Report.failed("up", OF_LAB, BOOK, failure);
    }

    private static Report runInterrupted() {
        return command(
                "run",
                Optional.of(Failure.of(Reason.INTERRUPTED, "interrupted while the cluster was made", "")),
                "",
                List.of(
                        step("create cluster", StepOutcome.INTERRUPTED, 999, "interrupted while the cluster was made"),
                        step("delete cluster", StepOutcome.SKIPPED, 0, "")),
                Result.NONE);
    }

    private static Failure usage() {
        return Failure.of(
                Reason.USAGE, "\"lisst\" is not known here; did you mean list?", "Run `labctl --help` for the usage.");
    }

    private static Failure bug() {
        return Failure.of(
                Reason.BUG,
                "labctl has a defect: java.lang.IllegalStateException: \"quoted\"\tand ☺",
                "Run it with --verbose and report what it prints.");
    }

    private static Report dryRun() {
        return command(
                "run",
                Optional.empty(),
                "",
                List.of(),
                new DryRunView(List.of(
                        new DryRunView.Line("check machine", "", List.of()),
                        new DryRunView.Line(
                                "create cluster", "cilium-book is there, with the lab chapter04", List.of()),
                        new DryRunView.Line(
                                "apply manifests",
                                "",
                                List.of("kubectl apply -f 'a b.yaml'", "kubectl apply -f \"c\".yaml")))));
    }

    private static Report downNothing() {
        return new Report(
                "down",
                Optional.empty(),
                BOOK,
                KIND,
                Optional.empty(),
                "there is no cluster cilium-book",
                List.of(step("delete cluster", StepOutcome.UNCHANGED, 0, "there is no cluster cilium-book")),
                Result.NONE,
                List.of(),
                Optional.empty());
    }

    private static Report list() {
        return Report.of(
                "list",
                Optional.empty(),
                new LabList(
                        "/book/chapters",
                        List.of(
                                new LabList.Entry(LabRef.of("chapter04"), "IPAM as it comes"),
                                new LabList.Entry(LAB, "Cluster scope IPAM"),
                                new LabList.Entry(LabRef.of("chapter12"), ""),
                                new LabList.Entry(LabRef.of("chapter12", "a/b"), "Two levels"))));
    }

    private static Report show() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("provider", "kind");
        settings.put("IPAM mode", "cluster-pool");
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ipam", Map.of("mode", "cluster-pool"));
        values.put("k8sServicePort", 6443L);
        values.put("kubeProxyReplacement", true);
        values.put("cidrs", List.of("10.0.0.0/8", "10.0.42.0/28"));
        values.put("ratio", 0.5);
        values.put("nothing", null);
        return Report.of(
                "show",
                OF_LAB,
                new LabView(
                        "Cluster scope IPAM",
                        "Addresses come from the cluster's pool.",
                        List.of(
                                new LabView.File("chapters/common/kind.yaml", "common"),
                                new LabView.File("chapters/chapter04/cluster-scope-ipam/values.yaml", "use case")),
                        settings,
                        List.of(
                                new LabView.Value("ipam.mode", "cluster-pool", "values.yaml:2"),
                                new LabView.Value("k8sServicePort", 6443L, "the cilium CLI"),
                                new LabView.Value("nothing", null, "values.yaml:9")),
                        values,
                        List.of("Deployment nginx", "Pod other/netshoot"),
                        List.of(Finding.warning("VALUE_UNKNOWN", "values.yaml:3: `foo` is not known", "Remove it."))));
    }

    private static Report showPlain() {
        return Report.of(
                "show",
                Optional.of(LabRef.of("chapter04")),
                new LabView("chapter04", "", List.of(), Map.of(), List.of(), Map.of(), List.of(), List.of()));
    }

    private static Failure missing() {
        return Failure.of(Reason.TOOL_MISSING, "kind is not on the PATH", "brew install kind");
    }

    private static Report doctor(List<Severity> severities, Optional<Failure> failure) {
        List<CheckResult> findings = new ArrayList<>();
        for (Severity severity : severities) {
            findings.add(
                    switch (severity) {
                        case OK -> new CheckResult(severity, "docker", "OK", "Docker 28.3.3, cgroup v2, 8 CPUs", "");
                        case WARNING ->
                            new CheckResult(
                                    severity,
                                    "inotify",
                                    "INOTIFY_LIMITS",
                                    "the limits of inotify are low: 8192 watches",
                                    "sudo sysctl fs.inotify.max_user_watches=524288");
                        case ERROR ->
                            new CheckResult(
                                    severity, "kind", "TOOL_MISSING", "kind is not on the PATH", "brew install kind");
                    });
        }
        return new Report(
                "doctor",
                OF_LAB,
                Optional.empty(),
                Optional.empty(),
                failure,
                "",
                List.of(),
                new DoctorView(findings),
                List.of(),
                Optional.empty());
    }

    private static Report status() {
        return command("status", Optional.empty(), "", List.of(), Statuses.small());
    }

    private static Report statusAbsent() {
        return new Report(
                "status",
                Optional.empty(),
                BOOK,
                KIND,
                Optional.empty(),
                "",
                List.of(),
                Statuses.absent(),
                List.of(),
                Optional.empty());
    }

    private static Report statusAll(ClustersView view, String message) {
        return new Report(
                "status",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message,
                List.of(),
                view,
                List.of(),
                Optional.empty());
    }

    private static ClustersView clusters() {
        return new ClustersView(
                List.of(
                        new ClustersView.Line("one", "kind", OF_LAB, Statuses.small()),
                        new ClustersView.Line("two", "kind", Optional.empty(), Statuses.stopped()),
                        new ClustersView.Line("cilium-book", "rehearsal", OF_LAB, Statuses.rehearsed())),
                List.of());
    }

    private static ClustersView noneAsked() {
        Failure failure = Failure.of(Reason.DOCKER_UNREACHABLE, "Docker does not answer", "Start Docker.");
        return new ClustersView(List.of(), List.of(new ClustersView.NotAsked("kind", failure)));
    }

    private static Report plan(String useCase, PlanView plan) {
        return Report.of("plan", Optional.of(LabRef.of("chapter04", useCase)), plan);
    }

    private static Failure unwritten() {
        return Failure.of(
                Reason.IO_FAILED, "the bundle cannot be written to /x/y.zip: there is no folder /x", "Make it.");
    }

    private static Report planUnwritten() {
        return new Report(
                "plan",
                OF_LAB,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Failure.of(
                        Reason.IO_FAILED,
                        "the picture cannot be written to /x/y.svg: there is no folder /x",
                        "Make it.")),
                "",
                List.of(),
                Plans.single(),
                List.of(),
                Optional.empty());
    }

    private static Failure unwritten(String what, String file, String option) {
        return Failure.of(
                Reason.IO_FAILED,
                "the " + what + " cannot be written to " + file + ": there is no folder /x",
                "Give " + option + " a file in a folder that is there.");
    }

    private static Report ipam(boolean simulated, Optional<Failure> failure, String message) {
        return new Report(
                "ipam",
                Optional.of(LabRef.of("chapter04", "cluster-scope-ipam-small")),
                BOOK,
                Optional.of(new Origin(simulated ? "rehearsal" : "kind", simulated)),
                failure,
                message,
                List.of(),
                Maps.small(),
                List.of(),
                Optional.empty());
    }

    private static Report explain(List<Explanation> explanations) {
        return command("explain", Optional.empty(), "", List.of(), new ExplainView(Optional.empty(), explanations));
    }

    private static Report runExplained() {
        Failure failure = Failure.of(
                Reason.OBJECT_FAILED,
                "Pod nginx-1, container web: cannot pull nginx:none: not found",
                "Run the same command again to go on.");
        return command(
                        "run",
                        Optional.of(failure),
                        "",
                        List.of(step("wait for objects", StepOutcome.FAILED, 9_000, "cannot pull nginx:none")),
                        Result.NONE)
                .withCauses(List.of(Explanations.imagePull()));
    }

    private static Report verify() {
        return command(
                "verify",
                Optional.empty(),
                "chapter04 cluster-scope-ipam: the expectation holds",
                List.of(step("verify", StepOutcome.DONE, 120, "the expectation holds")),
                Verdicts.good());
    }

    private static Report verifyFailed() {
        return command(
                "verify",
                Optional.of(Failure.of(
                                Reason.EXPECTATION_FAILED,
                                "2 of 4 expectations do not hold",
                                "Mend it, then look again.")
                        .withDetails(List.of("netshoot runs on the first worker. (not yet: 0 of 1 run)"))),
                "",
                List.of(step("verify", StepOutcome.FAILED, 120_000, "2 of 4 expectations do not hold")),
                Verdicts.all());
    }

    private static Report run() {
        return command(
                "run",
                Optional.empty(),
                "chapter04 cluster-scope-ipam is applied to cilium-book, and the expectation holds",
                List.of(step("verify", StepOutcome.DONE, 120, "the expectation holds")),
                Verdicts.good());
    }

    private static Report logs() {
        return command(
                "logs",
                Optional.empty(),
                "",
                List.of(),
                new LogView(
                        List.of(AGENT, OPERATOR, SIDECAR),
                        List.of(
                                new LogView.Line(AGENT, Instant.EPOCH, "2026-11-23T10:00:00Z level=info msg=\"ready\""),
                                new LogView.Line(
                                        SIDECAR,
                                        Instant.EPOCH,
                                        "2026-11-23T10:00:00.5Z \u001B[31mred\u001B[0m \u0007bell"),
                                new LogView.Line(OPERATOR, Instant.EPOCH, "2026-11-23T10:00:01Z level=warn"))));
    }

    private static Report bundle(Optional<Failure> failure, String message) {
        BundleView bundle = new BundleView(
                List.of("labctl 1.0"),
                status(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new BundleView.Log("logs/kube-system/cilium-x/cilium-agent.log", List.of())));
        return command("logs", failure, message, List.of(), bundle);
    }
}
