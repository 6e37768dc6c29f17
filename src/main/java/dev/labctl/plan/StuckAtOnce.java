package dev.labctl.plan;

import dev.labctl.lab.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * How many pods may be stuck at the same time. Each of twelve pods may be the one for which there is no address, but they are not
 * stuck all at once.
 */
record StuckAtOnce(RunningPods pods) {
    /** More choices of nodes are not tried. */
    private static final long MOST_CHOICES = 20_000;

    /** Nodes that make no difference, with how many addresses each has, and how many pods of each workload it may take. */
    private record Alike(long addresses, int maxPods, List<Integer> most) {}

    /** The most pods, of all workloads together. */
    static long of(RunningPods pods) {
        StuckAtOnce all = new StuckAtOnce(pods);
        long stuck = 0;
        for (SchedulingDemand demand : pods.demands()) {
            stuck += demand.wanted() - pods.scheduled(demand).min();
        }
        List<SchedulingDemand> left = new ArrayList<>(
                pods.demands().stream().filter(SchedulingDemand::needsAddress).toList());
        while (!left.isEmpty()) {
            List<SchedulingDemand> group = all.sharing(left);
            left.removeAll(group);
            stuck += all.withoutAddress(group);
        }
        long wanted =
                pods.demands().stream().mapToLong(SchedulingDemand::wanted).sum();
        return Math.min(stuck, wanted);
    }

    /** The first one, and all that share addresses with it, or with one that does. */
    private List<SchedulingDemand> sharing(List<SchedulingDemand> demands) {
        List<SchedulingDemand> group = new ArrayList<>(List.of(demands.get(0)));
        for (int i = 0; i < group.size(); i++) {
            SchedulingDemand one = group.get(i);
            demands.stream()
                    .filter(other -> !group.contains(other) && pods.capacity().shared(one, other))
                    .forEach(group::add);
        }
        return group;
    }

    private long withoutAddress(List<SchedulingDemand> group) {
        long wanted = group.stream().mapToLong(SchedulingDemand::wanted).sum();
        long least = group.stream()
                .mapToLong(demand -> pods.capacity().total(demand).min())
                .min()
                .orElse(0);
        return Math.min(wanted - Math.min(wanted, least), overfull(group));
    }

    /** The pods that may be on some nodes, without the addresses that these have: of the nodes for which this is the most. */
    private long overfull(List<SchedulingDemand> group) {
        Map<Alike, Integer> nodes = new LinkedHashMap<>();
        IntStream.range(0, pods.nodes().size())
                .filter(node -> group.stream().anyMatch(demand -> demand.most(node) > 0))
                .forEach(node -> nodes.merge(alike(group, node), 1, Integer::sum));
        long choices = 1;
        for (int count : nodes.values()) {
            choices = Math.min(MOST_CHOICES + 1, choices * (count + 1));
        }
        return choices > MOST_CHOICES ? Long.MAX_VALUE : overfull(group, List.copyOf(nodes.entrySet()), List.of());
    }

    private Alike alike(List<SchedulingDemand> group, int node) {
        return new Alike(
                group.stream()
                        .map(demand -> pods.capacity().addresses(demand, node))
                        .mapToLong(Range::min)
                        .min()
                        .orElse(0),
                pods.nodes().get(node).maxPods(),
                group.stream().map(demand -> demand.most(node)).toList());
    }

    /** With so many nodes of each of the first kinds. */
    private static long overfull(
            List<SchedulingDemand> group, List<Map.Entry<Alike, Integer>> kinds, List<Integer> chosen) {
        if (chosen.size() < kinds.size()) {
            return IntStream.rangeClosed(0, kinds.get(chosen.size()).getValue())
                    .mapToLong(count -> {
                        List<Integer> more = new ArrayList<>(chosen);
                        more.add(count);
                        return overfull(group, kinds, more);
                    })
                    .max()
                    .orElse(0);
        }
        long there = 0;
        for (int i = 0; i < group.size(); i++) {
            int workload = i;
            there += Math.min(group.get(i).wanted(), sum(kinds, chosen, kind -> kind.most()
                    .get(workload)));
        }
        return Math.min(there, sum(kinds, chosen, Alike::maxPods)) - sum(kinds, chosen, Alike::addresses);
    }

    private static long sum(List<Map.Entry<Alike, Integer>> kinds, List<Integer> chosen, ToLongFunction<Alike> part) {
        return IntStream.range(0, kinds.size())
                .mapToLong(i -> chosen.get(i) * part.applyAsLong(kinds.get(i).getKey()))
                .sum();
    }
}
