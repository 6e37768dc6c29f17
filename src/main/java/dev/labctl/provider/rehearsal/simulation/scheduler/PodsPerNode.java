package dev.labctl.provider.rehearsal.simulation.scheduler;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many pods of a kind each node has, the other way round: which nodes have how many. Nodes are named by their index. */
public final class PodsPerNode {
    private final Map<Integer, Integer> loads = new HashMap<>();
    private final TreeMap<Integer, BitSet> nodes = new TreeMap<>();
    private final BitSet some = new BitSet();

    public void count(int node, int more) {
        int before = loads.getOrDefault(node, 0);
        int after = before + more;
        if (before > 0) {
            nodes.get(before).clear(node);
            if (nodes.get(before).isEmpty()) {
                nodes.remove(before);
            }
        }
        if (after > 0) {
            nodes.computeIfAbsent(after, load -> new BitSet()).set(node);
        }
        loads.put(node, after);
        some.set(node, after > 0);
    }

    public int of(int node) {
        return loads.getOrDefault(node, 0);
    }

    /** Those among the given nodes that have the least. */
    public BitSet least(BitSet among) {
        BitSet none = (BitSet) among.clone();
        none.andNot(some);
        if (!none.isEmpty()) {
            return none;
        }
        for (BitSet equal : nodes.values()) {
            if (equal.intersects(among)) {
                BitSet found = (BitSet) equal.clone();
                found.and(among);
                return found;
            }
        }
        return new BitSet();
    }
}
