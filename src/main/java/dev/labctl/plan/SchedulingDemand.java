package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.PodTemplate;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints.AntiAffinity;
import dev.labctl.workload.SchedulingConstraints.Spread;
import dev.labctl.workload.WorkloadSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What workloads may ask of the nodes: which ones they fit, and how many of their pods the scheduler may put on one.
 * Workloads and nodes are called by their index.
 */
final class SchedulingDemand {
    private final List<NodeShape> nodes;
    private final List<Claim> claims;

    /** One workload's: the most on one node, and where its pods are if it is alone, and if its rivals are there first. */
    private record Claim(int perNode, LonePlacement alone, Rivals rivals, LonePlacement last) {}

    SchedulingDemand(List<NodeShape> nodes, List<WorkloadSpec> workloads) {
        this.nodes = List.copyOf(nodes);
        List<LonePlacement> all = workloads.stream()
                .map(workload -> new LonePlacement(nodes, workload, Set.of()))
                .toList();
        this.claims = all.stream().map(alone -> claim(alone, all)).toList();
    }

    private Claim claim(LonePlacement alone, List<LonePlacement> all) {
        WorkloadSpec workload = alone.workload();
        int perNode = workload.onEveryNode() ? 1 : perNode(workload, alone.candidates());
        Rivals rivals = new Rivals(nodes, alone, all);
        LonePlacement last =
                rivals.none() ? alone : new LonePlacement(nodes, workload, rivals.taken(node -> mostOf(perNode, node)));
        return new Claim(perNode, alone, rivals, last);
    }

    private int mostOf(int perNode, int node) {
        return Math.min(perNode, nodes.get(node).maxPods());
    }

    /**
     * The most pods on one node: one, where they must not share it; with a spread of skew {@code s} over {@code m} domains,
     * {@code x} in one means at least {@code x - s} in each other. Nodes whose taints the pods do not tolerate count as
     * places with none (Kubernetes 1.33, {@code nodeTaintsPolicy: Ignore}).
     */
    private int perNode(WorkloadSpec workload, BitSet candidates) {
        PodTemplate template = workload.template();
        long most = workload.replicas();
        for (AntiAffinity apart : template.rules().antiAffinities()) {
            most = apart.required() && Requirement.all(apart.pods(), template.labels()) ? Math.min(most, 1) : most;
        }
        for (Spread spread : template.rules().spreads()) {
            if (spread.required() && Requirement.all(spread.pods(), template.labels()) && !candidates.isEmpty()) {
                Set<String> domains = domains(nodes.stream().filter(template::wants), spread);
                Set<String> open = domains(candidates.stream().mapToObj(nodes::get), spread);
                long here = open.size() < domains.size()
                        ? spread.maxSkew()
                        : (workload.replicas() + (domains.size() - 1) * spread.maxSkew()) / domains.size();
                most = Math.min(most, here);
            }
        }
        return (int) most;
    }

    private static Set<String> domains(Stream<NodeShape> nodes, Spread spread) {
        return nodes.flatMap(node -> Stream.ofNullable(node.labels().get(spread.topologyKey())))
                .collect(Collectors.toSet());
    }

    /** How many pods of a workload find a node if no others take its places, but those that it keeps away from. */
    Range places(int workload) {
        Claim claim = claims.get(workload);
        return new Range((int) claim.last().placed(), (int) claim.alone().placed());
    }

    /** The scheduler's report about a pod of a workload that finds no node. */
    String refusal(int workload) {
        return claims.get(workload).last().refusal();
    }

    List<NodeShape> nodes() {
        return nodes;
    }

    int size() {
        return claims.size();
    }

    WorkloadSpec workload(int index) {
        return claims.get(index).alone().workload();
    }

    /** The nodes that a workload's pods may be on. */
    BitSet candidates(int workload) {
        return claims.get(workload).alone().candidates();
    }

    /** Those of them that are left if pods that a workload keeps away from are where it would be worst. */
    BitSet open(int workload, IntToLongFunction worth) {
        return claims.get(workload).rivals().open(worth);
    }

    /** How many pods a workload wants to have. */
    int wanted(int workload) {
        return claims.get(workload).alone().wanted();
    }

    /** The most pods of a workload that may be on a node. */
    int most(int workload, int node) {
        return candidates(workload).get(node) ? mostOf(claims.get(workload).perNode(), node) : 0;
    }

    /** How many of a workload's pods must be on a node, because they fit no other. */
    int least(int workload, int node) {
        boolean sure = workload(workload).onEveryNode() || candidates(workload).cardinality() == 1;
        return sure && claims.get(workload).rivals().none() ? most(workload, node) : 0;
    }
}
