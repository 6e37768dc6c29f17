package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.plan.RunningPods.Capacity;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.Taint;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Nodes whose agents never become ready: they keep the taint of Cilium, so that only pods that tolerate it land there, and those get
 * no address. How many nodes that are is known; which ones is not.
 */
record ClosedNodes(List<NodeShape> nodes, List<SchedulingDemand> demands, Capacity capacity) {
    /** More choices of nodes are not tried. */
    private static final int MOST_CHOICES = 200;

    private static final int MOST_KINDS = 12;

    /** What makes a difference between nodes, beside their names. */
    private record Alike(
            Map<String, String> labels,
            List<Taint> taints,
            int maxPods,
            List<Boolean> candidates,
            List<Range> addresses) {}

    /** How pods run if these nodes are closed; its demands are in the order of these. */
    RunningPods without(Collection<Integer> closed) {
        if (closed.isEmpty()) {
            return new RunningPods(nodes, demands, capacity);
        }
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
        return new RunningPods(shapes, changed, without(without, original));
    }

    /** No addresses on closed nodes, and elsewhere what there was. */
    private Capacity without(BitSet closed, IdentityHashMap<SchedulingDemand, SchedulingDemand> original) {
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

    /**
     * The most pods that are stuck at the same time, whichever nodes are closed; {@link Long#MAX_VALUE} where there are too many
     * choices of them.
     *
     * @param count how many are
     */
    long stuckAtOnce(Range count) {
        Map<Alike, List<Integer>> kinds = new LinkedHashMap<>();
        IntStream.range(0, nodes.size()).forEach(node -> kinds.computeIfAbsent(alike(node), any -> new ArrayList<>())
                .add(node));
        if (kinds.size() > MOST_KINDS && count.max() > 0) {
            return Long.MAX_VALUE;
        }
        List<List<Integer>> choices = IntStream.of(count.min(), count.max())
                .distinct()
                .boxed()
                .flatMap(closed -> choices(List.copyOf(kinds.values()), closed))
                .limit(MOST_CHOICES + 1)
                .toList();
        return choices.size() > MOST_CHOICES
                ? Long.MAX_VALUE
                : choices.stream()
                        .mapToLong(closed -> StuckAtOnce.of(without(closed)))
                        .max()
                        .orElse(0);
    }

    private Alike alike(int node) {
        NodeShape shape = nodes.get(node);
        return new Alike(
                shape.labelsBesideName(),
                shape.taints(),
                shape.maxPods(),
                demands.stream().map(demand -> demand.candidates().get(node)).toList(),
                demands.stream()
                        .filter(SchedulingDemand::needsAddress)
                        .map(demand -> capacity.addresses(demand, node))
                        .toList());
    }

    /** All choices of so many nodes that make a difference: so many of each kind. */
    private static Stream<List<Integer>> choices(List<List<Integer>> kinds, int count) {
        if (kinds.isEmpty()) {
            return count == 0 ? Stream.of(List.of()) : Stream.empty();
        }
        List<Integer> first = kinds.get(0);
        return IntStream.rangeClosed(0, Math.min(count, first.size())).boxed().flatMap(here -> choices(
                        kinds.subList(1, kinds.size()), count - here)
                .map(others -> Stream.concat(first.subList(0, here).stream(), others.stream())
                        .toList()));
    }
}
