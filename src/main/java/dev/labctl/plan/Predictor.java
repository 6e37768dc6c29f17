package dev.labctl.plan;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.Finding.Severity;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.lab.Range;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Predicts from a lab's files what will happen; no cluster is asked. */
public final class Predictor {
    private final Scenario scenario;
    private final SchedulingDemand claims;
    private final Supply supply;
    private final RunningPods placement;

    private Predictor(Scenario scenario) {
        this.scenario = scenario;
        this.claims = new SchedulingDemand(scenario.nodes(), scenario.all());
        this.supply = Supplies.of(scenario, claims);
        this.placement = new RunningPods(claims, supply.capacity());
    }

    /** Predicts; a lab that cannot work is a prediction too. */
    public static AddressMap predict(Scenario scenario) {
        return new Predictor(scenario).plan();
    }

    private AddressMap plan() {
        List<WorkloadPods> workloads = IntStream.range(0, claims.size())
                .filter(this::shown)
                .mapToObj(this::workload)
                .toList();
        List<Finding> findings = new ArrayList<>(supply.findings());
        findings.addAll(ValueLint.of(scenario));
        scenario.kind()
                .ifPresent(kind -> findings.addAll(RangeLint.of(supply.ranges(), supply.taken(), kind.subnets())));
        workloads.stream()
                .filter(workload -> !workload.system() && workload.stuck().max() > 0)
                .map(Predictor::stuck)
                .forEach(findings::add);
        findings.sort(Comparator.comparing(Finding::severity));
        return AddressMap.predicted(scenario.settings().mode(), supply.nodes(), supply.pools(), workloads, findings);
    }

    /** The pods of the system that take no address are left out. */
    private boolean shown(int workload) {
        return !system(workload) || !claims.workload(workload).template().hostNetwork();
    }

    private boolean system(int workload) {
        return workload >= scenario.workloads().size();
    }

    private WorkloadPods workload(int index) {
        WorkloadSpec workload = claims.workload(index);
        int wanted = claims.wanted(index);
        Range running = placement.running(index);
        Range stuck = new Range(wanted - running.max(), wanted - running.min());
        Optional<String> node = claims.candidates(index).cardinality() == 1
                ? claims.candidates(index).stream()
                        .mapToObj(claims.nodes()::get)
                        .findFirst()
                        .map(found -> found.name())
                : Optional.empty();
        return WorkloadPods.predicted(
                workload.namespace(),
                workload.kind(),
                workload.name(),
                node,
                system(index),
                wanted,
                running,
                stuck,
                stuck.max() == 0 ? "" : text(index, running));
    }

    /** Pods without a node show the scheduler's text; the others lack an address. */
    private String text(int index, Range running) {
        Range scheduled = placement.scheduled(index);
        boolean noNode = running.equals(scheduled);
        return noNode ? claims.refusal(index) : supply.text().apply(index);
    }

    private static Finding stuck(WorkloadPods workload) {
        boolean surely = workload.stuck().min() > 0;
        return new Finding(
                surely ? Severity.ERROR : Severity.WARNING,
                "PODS_STUCK",
                workload.stuck() + " of the " + workload.wanted() + " pods of " + workload.fullName()
                        + (surely ? "" : " may") + " stay without an address or a node",
                "`labctl plan … --fix` finds the smallest change that lets all of them run.");
    }
}
