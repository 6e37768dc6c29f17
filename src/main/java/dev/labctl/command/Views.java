package dev.labctl.command;

import dev.labctl.doctor.CheckResult;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.Remedies;
import dev.labctl.plan.Remedy;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import dev.labctl.report.DoctorView;
import dev.labctl.report.LabList;
import dev.labctl.report.PlanView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The commands that only look, and need no cluster for it. */
public final class Views {
    private final Supplier<Catalogue> catalogue;
    private final Workbench bench;

    Views(Supplier<Catalogue> catalogue, Workbench bench) {
        this.catalogue = catalogue;
        this.bench = bench;
    }

    /**
     * All labs.
     *
     * @param chapter empty for all of them
     */
    public Report list(Optional<String> chapter) {
        return guarded("list", chapter.map(LabRef::of), () -> {
            Catalogue all = catalogue.get();
            LabResolver resolver = new LabResolver(all);
            List<LabList.Entry> entries = new ArrayList<>();
            for (String name : chapter.map(List::of).orElseGet(all::chapters)) {
                all.labs(name)
                        .forEach(ref -> entries.add(
                                new LabList.Entry(ref, resolver.title(ref).orElse(""))));
            }
            return new LabList(all.root().toString(), entries);
        });
    }

    public Report show(Request request) {
        LabRef ref = request.lab().orElseThrow();
        return guarded("show", request.lab(), () -> {
            Catalogue all = catalogue.get();
            Lab lab = new LabResolver(all).resolve(ref, request.values());
            Path base = Optional.ofNullable(all.root().getParent()).orElse(all.root());
            return LabViews.of(lab, request.cluster(), base);
        });
    }

    /**
     * What a lab will come to.
     *
     * @param whatIf changes to it that are only thought of
     * @param fix whether changes are looked for that let every pod run
     */
    public Report plan(Request request, WhatIf whatIf, boolean fix) {
        LabRef ref = request.lab().orElseThrow();
        try {
            Lab lab = new LabResolver(catalogue.get()).resolve(ref, request.values());
            Scenario scenario = Scenario.of(lab, request.cluster(), LabViews.defaults(lab, request.cluster()), whatIf);
            AddressPlan plan = Predictor.predict(scenario);
            List<Remedy> remedies = fix ? Remedies.of(scenario) : List.of();
            String message = "";
            if (fix && remedies.isEmpty()) {
                message = plan.everyPodRuns()
                        ? "every pod runs as it is"
                        : "no change of one kind was found that lets every pod run";
            }
            PlanView view =
                    new PlanView(lab.description().title(), scenario.settings().mode(), plan, remedies);
            return Report.of("plan", request.lab(), view).withMessage(message);
        } catch (FailureException e) {
            return Report.failed("plan", request.lab(), Optional.empty(), e.failure());
        }
    }

    public Report doctor(Request request) {
        try {
            Needs needs = request.lab().isEmpty()
                    ? Needs.anyLab()
                    : Needs.of(new LabResolver(catalogue.get())
                            .resolve(request.lab().get(), request.values()));
            List<CheckResult> findings = bench.doctor().examine(needs, bench.deadline(request));
            Optional<Failure> failure = findings.stream()
                    .filter(finding -> finding.severity() == CheckResult.Severity.ERROR)
                    .findFirst()
                    .map(error -> Failure.of(Reason.valueOf(error.reason()), error.message(), error.fix()));
            return new Report(
                    "doctor",
                    request.lab(),
                    Optional.empty(),
                    Optional.empty(),
                    failure,
                    "",
                    List.of(),
                    new DoctorView(findings));
        } catch (FailureException e) {
            return Report.failed("doctor", request.lab(), Optional.empty(), e.failure());
        }
    }

    private static Report guarded(String command, Optional<LabRef> lab, Supplier<Result> view) {
        try {
            return Report.of(command, lab, view.get());
        } catch (FailureException e) {
            return Report.failed(command, lab, Optional.empty(), e.failure());
        }
    }
}
