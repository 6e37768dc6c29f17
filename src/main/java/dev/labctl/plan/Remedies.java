package dev.labctl.plan;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.IpamMode;
import dev.labctl.tree.Tree;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The smallest changes after which every pod runs, one of each kind. Each was planned again with the change in it before
 * it is named.
 */
public record Remedies(Scenario scenario) {
    /** Larger blocks than this would not help: a node takes no more pods. */
    private static final int SHORTEST_MASK = 16;

    /** The changes that help; none where all pods run as it is, or nothing helps. */
    public static List<Remedy> of(Scenario scenario) {
        if (Predictor.predict(scenario).everyPodRuns()) {
            return List.of();
        }
        Remedies remedies = new Remedies(scenario);
        List<Remedy> found = new ArrayList<>();
        remedies.withoutHealthChecks().ifPresent(found::add);
        if (scenario.settings().is(IpamMode.CLUSTER_POOL)) {
            scenario.settings().pools().forEach((family, pool) -> {
                remedies.withLongerList(family, pool).ifPresent(found::add);
                remedies.larger(family, pool).ifPresent(found::add);
            });
        }
        if (scenario.settings().is(IpamMode.ENI)) {
            remedies.withPrefixes().ifPresent(found::add);
            remedies.largerInstances().ifPresent(found::add);
        }
        remedies.fewerPods().ifPresent(found::add);
        return found;
    }

    /** Larger blocks, in mode cluster-pool: of the same list if they can be had of it, else of one that has enough of them. */
    public static Optional<Remedy> largerBlocks(Scenario scenario) {
        Remedies remedies = new Remedies(scenario);
        return scenario.settings().pools().entrySet().stream()
                .flatMap(pool -> remedies.larger(pool.getKey(), pool.getValue()).stream())
                .findFirst();
    }

    /**
     * A list with one more CIDR, as large as its last, as it is written into the values: what nodes without a block take one
     * from. Empty where no address follows, or what is written is no CIDR.
     */
    public static Optional<String> longerList(Family family, ClusterPool pool) {
        return longer(pool).map(cidrs -> list(family) + ": " + cidrs);
    }

    /** The change as a remedy, if a plan with it lets every pod run. */
    private static Optional<Remedy> proved(String what, String how, Scenario changed) {
        AddressMap plan = Predictor.predict(changed);
        int pods = plan.workloads().stream()
                .filter(workload -> !workload.system())
                .mapToInt(WorkloadPods::wanted)
                .sum();
        return plan.everyPodRuns() ? Optional.of(new Remedy(what, how, pods)) : Optional.empty();
    }

    private Optional<Remedy> withoutHealthChecks() {
        return proved(
                "no health checks between endpoints: one more address per node",
                "endpointHealthChecking.enabled: false",
                scenario.with(Tree.single("endpointHealthChecking.enabled", false)));
    }

    private Optional<Remedy> withLongerList(Family family, ClusterPool pool) {
        return longer(pool)
                .flatMap(cidrs -> proved(
                        "one more CIDR, for the nodes without a block",
                        list(family) + ": " + cidrs,
                        scenario.with(values(family, cidrs, pool.maskSize()))));
    }

    /** The list with another CIDR after those that are there, as large as the last. */
    private static Optional<List<String>> longer(ClusterPool pool) {
        // What is not a CIDR cannot be enlarged; a finding of the plan says so.
        return Cidr.readMasked(pool.cidrs().get(pool.cidrs().size() - 1))
                .flatMap(Remedies::after)
                .map(cidr -> {
                    List<String> cidrs = new ArrayList<>(pool.cidrs());
                    cidrs.add(cidr.toString());
                    return cidrs;
                });
    }

    private static Optional<Cidr> after(Cidr cidr) {
        Cidr end = Cidr.holding(cidr.last(), cidr.family().bits());
        boolean lastOfAll = Cidr.holding(end.first(), 0).last().equals(cidr.last());
        return lastOfAll ? Optional.empty() : Optional.of(new Cidr(cidr.last().plus(1), cidr.prefixLength()));
    }

    private Optional<Remedy> larger(Family family, ClusterPool pool) {
        return otherMask(family, pool).or(() -> otherList(family, pool));
    }

    /** Larger blocks from the same list. */
    private Optional<Remedy> otherMask(Family family, ClusterPool pool) {
        return shorterMasks(pool)
                .mapToObj(mask -> proved(
                        "larger blocks from the same list",
                        mask(family) + ": " + mask,
                        scenario.with(values(family, pool.cidrs(), mask))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Larger blocks, from one CIDR that has enough of them. */
    private Optional<Remedy> otherList(Family family, ClusterPool pool) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(scenario.nodes().size() - 1);
        return Cidr.readMasked(pool.cidrs().get(0)).flatMap(first -> shorterMasks(pool)
                .filter(mask -> mask > bits)
                .mapToObj(mask -> {
                    String cidr = Cidr.holding(first.first(), mask - bits).toString();
                    return proved(
                            "larger blocks from a larger CIDR",
                            list(family) + ": [" + cidr + "], " + mask(family) + ": " + mask,
                            scenario.with(values(family, List.of(cidr), mask)));
                })
                .flatMap(Optional::stream)
                .findFirst());
    }

    private static String list(Family family) {
        return "ipam.operator." + ClusterPool.listValue(family);
    }

    private static String mask(Family family) {
        return "ipam.operator." + ClusterPool.maskValue(family);
    }

    private static Map<String, Object> values(Family family, List<String> cidrs, int mask) {
        return Tree.merge(Tree.single(list(family), List.copyOf(cidrs)), Tree.single(mask(family), (long) mask));
    }

    /** Masks for larger blocks, those of the least change first. */
    private static IntStream shorterMasks(ClusterPool pool) {
        return IntStream.rangeClosed(1, pool.maskSize() - SHORTEST_MASK).map(step -> pool.maskSize() - step);
    }

    private Optional<Remedy> withPrefixes() {
        String value = "eni.awsEnablePrefixDelegation";
        return proved("prefixes of 16 addresses", value + ": true", scenario.with(Tree.single(value, true)));
    }

    /** The smallest type of the same family. */
    private Optional<Remedy> largerInstances() {
        return EniNodes.of(scenario).types().stream().findFirst().flatMap(own -> InstanceType.familyOf(own).stream()
                .flatMap(type -> proved(
                        "larger instances",
                        "eksctl.yaml, instanceType: " + type.name(),
                        scenario.onInstancesOf(type.name()))
                        .stream())
                .findFirst());
    }

    /** Of each workload as many pods as run in any case. */
    private Optional<Remedy> fewerPods() {
        Scenario fewer = scenario;
        List<String> changes = new ArrayList<>();
        for (WorkloadSpec workload : scenario.workloads()) {
            Optional<Integer> runs = Predictor.predict(fewer).workloads().stream()
                    .filter(plan -> !plan.system() && plan.stuck().max() > 0 && isOf(plan, workload))
                    .map(plan -> plan.running().min())
                    .findFirst();
            if (runs.isPresent() && !workload.onEveryNode()) {
                fewer = fewer.scaled(workload, runs.get());
                changes.add(workload.namespace() + "/" + workload.name() + ": replicas: " + runs.get());
            }
        }
        return changes.isEmpty() ? Optional.empty() : proved("fewer pods", String.join(", ", changes), fewer);
    }

    private static boolean isOf(WorkloadPods pods, WorkloadSpec workload) {
        return pods.kind().equals(workload.kind())
                && pods.namespace().equals(workload.namespace())
                && pods.name().equals(workload.name());
    }
}
