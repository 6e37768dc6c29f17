package dev.labctl.plan;

import dev.labctl.workload.NodeShape;
import dev.labctl.workload.PodTemplate;
import dev.labctl.workload.Workload;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What workloads may ask of the nodes: which ones they fit, and how many of their pods the scheduler may put on one.
 * Workloads and nodes are called by their index.
 */
final class SchedulingDemand {
    private final List<NodeShape> nodes;
    private final List<Claim> claims;

    /** One workload's: where it fits, and the most on one node. */
    private record Claim(Workload workload, BitSet candidates, int perNode) {}

    SchedulingDemand(List<NodeShape> nodes, List<Workload> workloads) {
        this.nodes = List.copyOf(nodes);
        this.claims = workloads.stream().map(this::claim).toList();
    }

    private Claim claim(Workload workload) {
        BitSet candidates = new BitSet(nodes.size());
        IntStream.range(0, nodes.size())
                .filter(node -> workload.template().fits(nodes.get(node)))
                .forEach(candidates::set);
        int perNode = workload.onEveryNode() ? 1 : spread(workload, candidates.cardinality());
        return new Claim(workload, candidates, perNode);
    }

    /**
     * The most pods on one node: with a spread by node of skew {@code s} over {@code m} nodes, {@code x} on one means at
     * least {@code x - s} on each other. Nodes whose taints the pods do not tolerate count as places with none (Kubernetes
     * 1.33, {@code nodeTaintsPolicy: Ignore}).
     */
    private int spread(Workload workload, int fitting) {
        long most = workload.replicas();
        for (PodTemplate.Spread spread : workload.template().spreads()) {
            boolean byNode = spread.topologyKey().equals("kubernetes.io/hostname");
            boolean itself = workload.template()
                    .labels()
                    .entrySet()
                    .containsAll(spread.labels().entrySet());
            if (byNode && itself && fitting > 0) {
                long places = nodes.stream().filter(workload.template()::wants).count();
                long here = places > fitting
                        ? spread.maxSkew()
                        : (workload.replicas() + (places - 1) * spread.maxSkew()) / places;
                most = Math.min(most, here);
            }
        }
        return (int) most;
    }

    List<NodeShape> nodes() {
        return nodes;
    }

    int size() {
        return claims.size();
    }

    Workload workload(int index) {
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
