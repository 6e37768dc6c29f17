package dev.labctl.plan;

import dev.labctl.workload.NodeShape;
import dev.labctl.workload.PodTemplate;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints.AntiAffinity;
import dev.labctl.workload.SchedulingConstraints.Spread;
import dev.labctl.workload.WorkloadSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What workloads may ask of the nodes: which ones they fit, and how many of their pods the scheduler may put on one.
 * Workloads and nodes are called by their index.
 */
final class SchedulingDemand {
    private final List<NodeShape> nodes;
    private final List<Claim> claims;

    /** One workload's: where it fits, the most on one node, and where its pods are if it is alone. */
    private record Claim(WorkloadSpec workload, BitSet candidates, int perNode, LonePlacement alone) {}

    SchedulingDemand(List<NodeShape> nodes, List<WorkloadSpec> workloads) {
        this.nodes = List.copyOf(nodes);
        this.claims = workloads.stream().map(this::claim).toList();
    }

    private Claim claim(WorkloadSpec workload) {
        LonePlacement alone = new LonePlacement(nodes, workload);
        BitSet candidates = alone.candidates();
        int perNode = workload.onEveryNode() ? 1 : perNode(workload, candidates);
        return new Claim(workload, candidates, perNode, alone);
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

    /** How many pods of a workload find a node if it is alone. */
    long places(int workload) {
        return claims.get(workload).alone().placed();
    }

    /** The scheduler's report about a pod of a workload that finds no node. */
    String refusal(int workload) {
        return claims.get(workload).alone().refusal();
    }

    List<NodeShape> nodes() {
        return nodes;
    }

    int size() {
        return claims.size();
    }

    WorkloadSpec workload(int index) {
        return claims.get(index).workload();
    }

    /** The nodes that a workload's pods may be on. */
    IntStream candidates(int workload) {
        return claims.get(workload).candidates().stream();
    }

    int candidateCount(int workload) {
        return claims.get(workload).candidates().cardinality();
    }

    /** How many pods a workload wants to have. */
    int wanted(int workload) {
        Claim claim = claims.get(workload);
        return claim.workload().onEveryNode()
                ? claim.candidates().cardinality()
                : claim.workload().replicas();
    }

    /** The most pods of a workload that may be on a node. */
    int most(int workload, int node) {
        Claim claim = claims.get(workload);
        return claim.candidates().get(node)
                ? Math.min(claim.perNode(), nodes.get(node).maxPods())
                : 0;
    }

    /** How many of a workload's pods must be on a node, because they fit no other. */
    int least(int workload, int node) {
        Claim claim = claims.get(workload);
        boolean there = claim.candidates().get(node);
        return there && (claim.workload().onEveryNode() || claim.candidates().cardinality() == 1)
                ? most(workload, node)
                : 0;
    }
}
