package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.PodTemplate;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints.AntiAffinity;
import dev.labctl.workload.SchedulingConstraints.Spread;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a workload asks of the nodes: which ones its pods fit, and how many of them the scheduler may put on one. Nodes are
 * called by their index.
 */
final class SchedulingDemand {
    private final List<NodeShape> nodes;
    private final LonePlacement alone;
    private final List<Limit> limits;
    private final Rivals rivals;
    private final LonePlacement last;

    private SchedulingDemand(List<NodeShape> nodes, LonePlacement alone, List<LonePlacement> all) {
        this.nodes = nodes;
        this.alone = alone;
        this.limits = limits(nodes, alone);
        this.rivals = new Rivals(nodes, alone, all);
        this.last = rivals.none() ? alone : new LonePlacement(nodes, alone.workload(), rivals.taken(this::most));
    }

    /** Those of several workloads, in the same order. */
    static List<SchedulingDemand> of(List<NodeShape> nodes, List<WorkloadSpec> workloads) {
        List<LonePlacement> all = workloads.stream()
                .map(workload -> new LonePlacement(nodes, workload, Set.of()))
                .toList();
        return all.stream()
                .map(alone -> new SchedulingDemand(nodes, alone, all))
                .toList();
    }

    /**
     * The most pods on nodes with the same value of a label.
     *
     * @param topologyKey the label; nodes without it are not limited
     */
    record Limit(String topologyKey, long pods) {
        /** The value of a node; empty where the limit is not for it. */
        Optional<String> domain(NodeShape node) {
            return Optional.ofNullable(node.labels().get(topologyKey));
        }
    }

    /**
     * One, where they must not share a value; with a spread of skew {@code s} over {@code m} values, {@code x} with one mean at
     * least {@code x - s} with each other. Nodes that the pods may not be on may count as places with none.
     */
    private static List<Limit> limits(List<NodeShape> nodes, LonePlacement alone) {
        WorkloadSpec workload = alone.workload();
        PodTemplate template = workload.template();
        BitSet candidates = alone.candidates();
        List<Limit> limits = new ArrayList<>();
        for (AntiAffinity apart : template.rules().antiAffinities()) {
            if (apart.required() && Requirement.all(apart.pods(), template.labels())) {
                limits.add(new Limit(apart.topologyKey(), 1));
            }
        }
        for (Spread spread : template.rules().spreads()) {
            if (spread.required() && Requirement.all(spread.pods(), template.labels()) && !candidates.isEmpty()) {
                Set<String> domains = alone.values(spread);
                Set<String> open = candidates.stream()
                        .mapToObj(nodes::get)
                        .flatMap(node -> Stream.ofNullable(node.labels().get(spread.topologyKey())))
                        .collect(Collectors.toSet());
                long here = !open.containsAll(domains) || domains.size() < spread.minDomains()
                        ? spread.maxSkew()
                        : (workload.replicas() + (domains.size() - 1) * spread.maxSkew()) / domains.size();
                limits.add(new Limit(spread.topologyKey(), here));
            }
        }
        return limits;
    }

    WorkloadSpec workload() {
        return alone.workload();
    }

    /** Whether the pods take addresses at all. */
    boolean needsAddress() {
        return !workload().template().hostNetwork();
    }

    /** How many pods find a node if no others take its places, but those that the workload keeps away from. */
    Range places() {
        return new Range((int) last.placed(), (int) alone.placed());
    }

    /** The scheduler's report about a pod that finds no node. */
    String refusal() {
        return last.refusal();
    }

    /** The nodes that the pods may be on. */
    BitSet candidates() {
        return alone.candidates();
    }

    /** Those of them that are left if pods that the workload keeps away from are where it would be worst. */
    BitSet open(IntToLongFunction worth) {
        return rivals.open(worth);
    }

    /** How many pods the workload wants to have. */
    int wanted() {
        return alone.wanted();
    }

    /** What limits the number of pods beside the nodes' own limits. */
    List<Limit> limits() {
        return limits;
    }

    /** The most pods that may be on a node. */
    int most(int node) {
        if (!candidates().get(node)) {
            return 0;
        }
        if (workload().onEveryNode()) {
            return Math.min(1, nodes.get(node).maxPods());
        }
        long most = Math.min(workload().replicas(), nodes.get(node).maxPods());
        for (Limit limit : limits) {
            most = limit.domain(nodes.get(node)).isPresent() ? Math.min(most, limit.pods()) : most;
        }
        return (int) most;
    }

    /** How many of the pods must be on a node, because they fit no other. */
    int least(int node) {
        boolean sure = workload().onEveryNode() || candidates().cardinality() == 1;
        return sure && rivals.none() ? most(node) : 0;
    }
}
