package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.workload.NodeShape;
import java.util.BitSet;
import java.util.List;

/**
 * How many pods of each workload run, whatever the scheduler decides.
 *
 * <p>The scheduler knows how many pods a node takes, but not how many addresses it has ({@code cilium/cilium#12557}). So
 * in the worst case every pod goes where the fewest addresses are left, and in the best where the most are.
 */
record RunningPods(List<NodeShape> nodes, List<SchedulingDemand> demands, Capacity capacity) {
    /** How many pods can have an address, if no others take any. Nodes are called by their index. */
    @FunctionalInterface
    interface Capacity {
        /** Addresses that a node has for pods of a workload. */
        Range addresses(SchedulingDemand demand, int node);

        /** Whether pods of both take from the same addresses. */
        default boolean shared(SchedulingDemand one, SchedulingDemand other) {
            return true;
        }
    }

    /** How many pods of a workload run. */
    Range running(SchedulingDemand demand) {
        int max = (int) Math.min(most(demand), scheduled(demand).max());
        int min = (int) Math.min(fewest(demand), scheduled(demand).min());
        return new Range(Math.min(min, max), max);
    }

    /** How many pods of a workload find a node at all. */
    Range scheduled(SchedulingDemand demand) {
        BitSet all = demand.candidates();
        BitSet open = demand.open(demand::most);
        long surely = 0;
        long perhaps = 0;
        for (SchedulingDemand other : others(demand)) {
            surely += all.stream().mapToLong(other::least).sum();
            perhaps += Math.min(
                    other.wanted(), open.stream().mapToLong(other::most).sum());
        }
        return new Range(
                scheduled(demand, open, demand.places().min(), perhaps),
                scheduled(demand, all, demand.places().max(), surely));
    }

    private int scheduled(SchedulingDemand demand, BitSet on, long places, long others) {
        long most = on.stream().mapToLong(demand::most).sum();
        long room = on.stream().mapToLong(node -> nodes.get(node).maxPods()).sum();
        long wanted = Math.min(demand.wanted(), Math.min(places, most));
        return (int) Math.max(0, Math.min(wanted, room - others));
    }

    private long most(SchedulingDemand demand) {
        if (!demand.needsAddress()) {
            return demand.wanted();
        }
        return demand.candidates().stream()
                .mapToLong(node -> Math.min(
                        demand.most(node), capacity.addresses(demand, node).max()))
                .sum();
    }

    private long fewest(SchedulingDemand demand) {
        if (!demand.needsAddress()) {
            return demand.wanted();
        }
        long[][] open = demand.open(node -> Math.min(left(demand, node), demand.most(node))).stream()
                .mapToObj(node -> new long[] {left(demand, node), demand.most(node)})
                .sorted((one, other) -> Long.compare(one[0], other[0]))
                .toArray(long[][]::new);
        long unplaced = demand.wanted();
        long running = 0;
        for (long[] node : open) {
            long here = Math.min(node[1], unplaced);
            running += Math.min(here, node[0]);
            unplaced -= here;
        }
        return running;
    }

    /** The addresses that the others leave on a node in the worst case. */
    private long left(SchedulingDemand demand, int node) {
        long taken = others(demand).stream()
                .filter(other -> other.needsAddress() && capacity.shared(demand, other))
                .mapToLong(other -> other.most(node))
                .sum();
        return Math.max(0, capacity.addresses(demand, node).min() - taken);
    }

    private List<SchedulingDemand> others(SchedulingDemand demand) {
        return demands.stream().filter(other -> other != demand).toList();
    }
}
