package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.plan.RunningPods.Capacity;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.Taint;
import dev.labctl.workload.WorkloadSpec;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many pods of a workload run, and what the others wait for. Some nodes may stay closed, because Cilium's agents on them
 * never become ready. Which ones is not known: the worst case for a workload is that the nodes are closed that it may use, the
 * best that these are open.
 */
record Outlook(SchedulingDemand demand, RunningPods pods) {
    /** With all nodes open there is one way for pods to run; else the best and the worst are among these. */
    static List<Outlook> of(
            List<NodeShape> nodes, List<SchedulingDemand> demands, SchedulingDemand demand, Supply supply) {
        if (supply.closed().max() == 0) {
            return List.of(new Outlook(demand, new RunningPods(nodes, demands, supply.capacity())));
        }
        List<Integer> own = demand.candidates().stream().boxed().toList();
        List<Integer> others = IntStream.range(0, nodes.size())
                .filter(node -> !demand.candidates().get(node))
                .boxed()
                .toList();
        return IntStream.of(supply.closed().min(), supply.closed().max())
                .distinct()
                .boxed()
                .flatMap(count -> Stream.of(
                                Stream.concat(others.stream(), own.stream()),
                                Stream.concat(own.stream(), others.stream()))
                        .map(order -> order.limit(count).toList()))
                .distinct()
                .map(closed -> closed(closed, nodes, demands, demand, supply.capacity()))
                .toList();
    }

    private static Outlook closed(
            List<Integer> closed,
            List<NodeShape> nodes,
            List<SchedulingDemand> demands,
            SchedulingDemand demand,
            Capacity capacity) {
        BitSet without = new BitSet();
        closed.forEach(without::set);
        List<NodeShape> shapes = IntStream.range(0, nodes.size())
                .mapToObj(
                        node -> without.get(node) ? nodes.get(node).withTaint(Taint.AGENT_NOT_READY) : nodes.get(node))
                .toList();
        List<WorkloadSpec> workloads =
                demands.stream().map(SchedulingDemand::workload).toList();
        List<SchedulingDemand> changed = SchedulingDemand.of(shapes, workloads);
        IdentityHashMap<SchedulingDemand, SchedulingDemand> original = new IdentityHashMap<>();
        IntStream.range(0, changed.size()).forEach(i -> original.put(changed.get(i), demands.get(i)));
        return new Outlook(
                changed.get(demands.indexOf(demand)),
                new RunningPods(shapes, changed, without(without, original, capacity)));
    }

    /** No addresses on closed nodes, and elsewhere what there was. */
    private static Capacity without(
            BitSet closed, IdentityHashMap<SchedulingDemand, SchedulingDemand> original, Capacity capacity) {
        return new Capacity() {
            @Override
            public Range addresses(SchedulingDemand demand, int node) {
                return closed.get(node) ? Range.exactly(0) : capacity.addresses(original.get(demand), node);
            }

            @Override
            public boolean shared(SchedulingDemand one, SchedulingDemand other) {
                return capacity.shared(original.get(one), original.get(other));
            }

            @Override
            public Range total(SchedulingDemand demand) {
                return capacity.total(original.get(demand));
            }
        };
    }

    Range running() {
        return pods.running(demand);
    }

    Range stuck() {
        Range running = running();
        return new Range(demand.wanted() - running.max(), demand.wanted() - running.min());
    }

    /** Whether pods that do not run find no node; else they lack an address. */
    boolean lacksNodes() {
        return running().equals(pods.scheduled(demand));
    }

    /** Whether a pod may be stuck. */
    boolean lacks() {
        return stuck().max() > 0;
    }
}
