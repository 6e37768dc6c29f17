package dev.labctl.plan;

import dev.labctl.lab.Range;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * How many pods of each workload run, whatever the scheduler decides.
 *
 * <p>The scheduler knows how many pods a node takes, but not how many addresses it has ({@code cilium/cilium#12557}). So
 * in the worst case every pod goes where the fewest addresses are left, and in the best where the most are.
 */
final class RunningPods {
    /** How many pods can have an address, if no others take any. Workloads and nodes are called by their index. */
    @FunctionalInterface
    interface Capacity {
        /** Addresses that a node has for pods of a workload. */
        Range addresses(int workload, int node);

        /** Whether pods of both take from the same addresses. */
        default boolean shared(int one, int other) {
            return true;
        }
    }

    private final SchedulingDemand claims;
    private final Capacity capacity;

    RunningPods(SchedulingDemand claims, Capacity capacity) {
        this.claims = claims;
        this.capacity = capacity;
    }

    /** How many pods of a workload run. */
    Range running(int workload) {
        int max = (int) Math.min(most(workload), scheduled(workload).max());
        int min = (int) Math.min(fewest(workload), scheduled(workload).min());
        return new Range(Math.min(min, max), max);
    }

    /** How many pods of a workload find a node at all. */
    Range scheduled(int workload) {
        BitSet all = claims.candidates(workload);
        BitSet open = claims.open(workload, node -> claims.most(workload, node));
        long surely = 0;
        long perhaps = 0;
        for (int other : others(workload).toArray()) {
            surely += all.stream().mapToLong(node -> claims.least(other, node)).sum();
            long there =
                    open.stream().mapToLong(node -> claims.most(other, node)).sum();
            perhaps += Math.min(claims.wanted(other), there);
        }
        Range places = claims.places(workload);
        return new Range(
                scheduled(workload, open, places.min(), perhaps), scheduled(workload, all, places.max(), surely));
    }

    private int scheduled(int workload, BitSet on, long places, long others) {
        long most = on.stream().mapToLong(node -> claims.most(workload, node)).sum();
        long room = on.stream()
                .mapToLong(node -> claims.nodes().get(node).maxPods())
                .sum();
        long wanted = Math.min(claims.wanted(workload), Math.min(places, most));
        return (int) Math.max(0, Math.min(wanted, room - others));
    }

    private long most(int workload) {
        if (!needsAddress(workload)) {
            return claims.wanted(workload);
        }
        return claims.candidates(workload).stream()
                .mapToLong(node -> Math.min(
                        claims.most(workload, node),
                        capacity.addresses(workload, node).max()))
                .sum();
    }

    private long fewest(int workload) {
        if (!needsAddress(workload)) {
            return claims.wanted(workload);
        }
        long[][] nodes =
                claims.open(workload, node -> Math.min(left(workload, node), claims.most(workload, node))).stream()
                        .mapToObj(node -> new long[] {left(workload, node), claims.most(workload, node)})
                        .sorted((one, other) -> Long.compare(one[0], other[0]))
                        .toArray(long[][]::new);
        long unplaced = claims.wanted(workload);
        long running = 0;
        for (long[] node : nodes) {
            long here = Math.min(node[1], unplaced);
            running += Math.min(here, node[0]);
            unplaced -= here;
        }
        return running;
    }

    /** The addresses that the others leave on a node in the worst case. */
    private long left(int workload, int node) {
        long taken = others(workload)
                .filter(this::needsAddress)
                .filter(other -> capacity.shared(workload, other))
                .mapToLong(other -> claims.most(other, node))
                .sum();
        return Math.max(0, capacity.addresses(workload, node).min() - taken);
    }

    private IntStream others(int workload) {
        return IntStream.range(0, claims.size()).filter(other -> other != workload);
    }

    private boolean needsAddress(int workload) {
        return !claims.workload(workload).template().hostNetwork();
    }
}
