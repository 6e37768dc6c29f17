package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.plan.SchedulingDemand.Limit;
import dev.labctl.workload.NodeShape;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;

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

        /**
         * Addresses that all nodes have together for the pods that share them with a workload's: fewer than the sum of what each
         * may have, and known where the nodes' shares are not. The minimum holds once one of these pods has none.
         */
        default Range total(SchedulingDemand demand) {
            return new Range(0, Integer.MAX_VALUE);
        }
    }

    /** How many pods of a workload run. */
    Range running(SchedulingDemand demand) {
        int max = (int) Math.min(most(demand), scheduled(demand).max());
        long least = Math.max(fewest(demand), leftInAll(demand));
        int min = (int) Math.min(least, scheduled(demand).min());
        return new Range(Math.min(min, max), max);
    }

    /** The addresses that the others leave of all that there are. */
    private long leftInAll(SchedulingDemand demand) {
        long others =
                sharing(demand).stream().mapToLong(SchedulingDemand::wanted).sum();
        return Math.max(0, capacity.total(demand).min() - others);
    }

    private List<SchedulingDemand> sharing(SchedulingDemand demand) {
        return others(demand).stream()
                .filter(other -> other.needsAddress() && capacity.shared(demand, other))
                .toList();
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
        long all = capacity.total(demand).max();
        IntToLongFunction onNode = node ->
                Math.min(demand.most(node), capacity.addresses(demand, node).max());
        all = Math.min(all, demand.candidates().stream().mapToLong(onNode).sum());
        for (Limit limit : demand.limits()) {
            all = Math.min(all, most(demand, limit, onNode));
        }
        return all;
    }

    /** The same with no more in a domain than the limit. */
    private long most(SchedulingDemand demand, Limit limit, IntToLongFunction onNode) {
        Map<Optional<String>, Long> domains = demand.candidates().stream()
                .boxed()
                .collect(Collectors.groupingBy(
                        node -> limit.domain(nodes.get(node)), Collectors.summingLong(onNode::applyAsLong)));
        return domains.entrySet().stream()
                .mapToLong(domain ->
                        domain.getKey().isPresent() ? Math.min(domain.getValue(), limit.pods()) : domain.getValue())
                .sum();
    }

    /** With one limit at least, the tightest: without the others the pods may be in worse places than they can be. */
    private long fewest(SchedulingDemand demand) {
        if (!demand.needsAddress()) {
            return demand.wanted();
        }
        Optional<Limit> limit =
                demand.limits().stream().min(Comparator.comparing(one -> most(demand, one, node -> Integer.MAX_VALUE)));
        Map<String, Long> domains = new HashMap<>();
        Map<Integer, Long> left = new HashMap<>();
        demand.candidates().stream().forEach(node -> left.put(node, left(demand, node)));
        int[] worstFirst = demand.open(node -> Math.min(left.get(node), demand.most(node))).stream()
                .boxed()
                .sorted(Comparator.comparing(left::get))
                .mapToInt(Integer::intValue)
                .toArray();
        long unplaced = demand.wanted();
        long running = 0;
        for (int node : worstFirst) {
            Optional<String> domain = limit.flatMap(one -> one.domain(nodes.get(node)));
            long room = domain.map(value -> limit.get().pods() - domains.getOrDefault(value, 0L))
                    .orElse(Long.MAX_VALUE);
            long here = Math.min(room, Math.min(demand.most(node), unplaced));
            domain.ifPresent(value -> domains.merge(value, here, Long::sum));
            running += Math.min(here, left.get(node));
            unplaced -= here;
        }
        return running;
    }

    /** The addresses that the others leave on a node in the worst case. */
    private long left(SchedulingDemand demand, int node) {
        long taken =
                sharing(demand).stream().mapToLong(other -> other.most(node)).sum();
        return Math.max(0, capacity.addresses(demand, node).min() - taken);
    }

    private List<SchedulingDemand> others(SchedulingDemand demand) {
        return demands.stream().filter(other -> other != demand).toList();
    }
}
