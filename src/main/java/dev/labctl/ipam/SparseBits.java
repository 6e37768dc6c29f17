package dev.labctl.ipam;

import java.util.BitSet;
import java.util.TreeMap;

/** A set of indexes, of which few or contiguous runs are set: its size depends on these, not on the largest index. */
final class SparseBits {
    private static final int CHUNK = 1 << 12;

    private final TreeMap<Long, BitSet> chunks = new TreeMap<>();
    private long count;

    /** The number of set indexes. */
    long count() {
        return count;
    }

    boolean get(long index) {
        BitSet chunk = chunks.get(index / CHUNK);
        return chunk != null && chunk.get((int) (index % CHUNK));
    }

    /** Sets the indexes from the first to the last, inclusive; none if the last comes before the first. */
    void set(long first, long last) {
        change(first, last, true);
    }

    void clear(long first, long last) {
        change(first, last, false);
    }

    private void change(long first, long last, boolean value) {
        for (long at = first; at <= last; at = (at / CHUNK + 1) * CHUNK) {
            long key = at / CHUNK;
            BitSet chunk = chunks.computeIfAbsent(key, none -> new BitSet());
            long before = chunk.cardinality();
            chunk.set((int) (at % CHUNK), (int) Math.min(last - key * CHUNK + 1, CHUNK), value);
            count += chunk.cardinality() - before;
            if (chunk.isEmpty()) {
                chunks.remove(key);
            }
        }
    }

    /** The first index from the given one that is not set. */
    long nextClear(long from) {
        long at = from;
        while (true) {
            BitSet chunk = chunks.get(at / CHUNK);
            if (chunk == null) {
                return at;
            }
            int next = chunk.nextClearBit((int) (at % CHUNK));
            if (next < CHUNK) {
                return at / CHUNK * CHUNK + next;
            }
            at = (at / CHUNK + 1) * CHUNK;
        }
    }

    /**
     * Sets the first index from the given one that is not set, or the first of all after the last.
     *
     * @param size of the indexes, of which one is not set
     */
    long take(long from, long size) {
        long found = nextClear(from);
        if (found >= size) {
            found = nextClear(0);
        }
        set(found, found);
        return found;
    }
}
