package dev.labctl.plan;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.failure.Severity;
import dev.labctl.lab.Range;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Predicts from a lab's files what will happen; no cluster is asked. */
public final class Predictor {
    private final Scenario scenario;
    private final List<SchedulingDemand> demands;
    private final Supply supply;

    private Predictor(Scenario scenario) {
        this.scenario = scenario;
        this.demands = SchedulingDemand.of(scenario.nodes(), scenario.all());
        this.supply = Supplies.of(scenario, demands);
    }

    /** Predicts; a lab that cannot work is a prediction too. */
    public static AddressMap predict(Scenario scenario) {
        return new Predictor(scenario).plan();
    }

    private AddressMap plan() {
        // The pods of the system that take no address are left out.
        List<WorkloadPods> workloads = demands.stream()
                .filter(demand -> demand.needsAddress() || !system(demand))
                .map(this::workload)
                .toList();
        List<Finding> findings = new ArrayList<>(supply.findings());
        findings.addAll(scenario.ofFiles());
        findings.addAll(LabLint.of(scenario, supply));
        findings.addAll(KindLint.of(scenario));
        workloads.stream()
                .filter(workload -> !workload.system() && workload.stuck().max() > 0)
                .map(Predictor::stuck)
                .forEach(findings::add);
        findings.sort(Comparator.comparing(Finding::severity));
        return AddressMap.predicted(scenario.settings().mode(), supply.nodes(), supply.pools(), workloads, findings)
                .withStuckAtOnce(
                        new ClosedNodes(scenario.nodes(), demands, supply.capacity()).stuckAtOnce(supply.closed()));
    }

    private boolean system(SchedulingDemand demand) {
        return demands.indexOf(demand) >= scenario.workloads().size();
    }

    private WorkloadPods workload(SchedulingDemand demand) {
        WorkloadSpec workload = demand.workload();
        List<Outlook> outlooks = Outlook.of(scenario.nodes(), demands, demand, supply);
        // A DaemonSet has no pod on a closed node.
        int wanted = outlooks.stream()
                .mapToInt(outlook -> outlook.demand().wanted())
                .max()
                .orElseThrow();
        Range running = Range.over(outlooks.stream().map(Outlook::running).toList());
        Range stuck = Range.over(outlooks.stream().map(Outlook::stuck).toList());
        Optional<String> node = demand.candidates().stream()
                .mapToObj(candidate -> scenario.nodes().get(candidate).name())
                .findFirst()
                .filter(only -> demand.candidates().cardinality() == 1);
        return WorkloadPods.predicted(
                workload.namespace(),
                workload.kind(),
                workload.name(),
                node,
                system(demand),
                wanted,
                running,
                stuck,
                stuck.max() == 0 ? "" : text(demand, outlooks));
    }

    /** Pods without a node show the scheduler's text; the others lack an address. */
    private String text(SchedulingDemand demand, List<Outlook> outlooks) {
        return outlooks.stream()
                .filter(Outlook::lacks)
                .findFirst()
                .filter(Outlook::lacksNodes)
                .map(outlook -> outlook.demand().refusal())
                .orElseGet(() -> supply.text().apply(demand));
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
