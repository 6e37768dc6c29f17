package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A CIDR of a pool, the length of its blocks' prefix, and what nodes have of them: rectangles of a kind. */
record PoolBand(Cidr cidr, int maskSize, String kind, List<Run> runs) {
    /** So many blocks are drawn one by one. */
    static final int CELLS = 64;

    /** More runs of blocks than these are drawn as one where they touch. */
    private static final int RUNS = 256;

    /** Neighbouring blocks that nodes have, or may have, by their index; both ends belong to it. */
    record Run(long from, long to) {
        long length() {
            return to - from + 1;
        }
    }

    /** Reads a CIDR, if it is one. Rows, {@code BLOCK} or {@code FIRST-LAST}, are what nodes have or may have. */
    static Optional<PoolBand> of(PoolMap pool, String text, String kind, Collection<String> rows) {
        try {
            Cidr cidr = Cidr.parseMasked(text);
            List<Run> runs = cidr.blocks(pool.maskSize()) == 0
                    ? List.of()
                    : rows.stream()
                            .flatMap(row -> run(cidr, pool.maskSize(), row).stream())
                            .toList();
            return Optional.of(new PoolBand(cidr, pool.maskSize(), kind, runs.size() > RUNS ? joined(runs) : runs));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Runs that touch as one. */
    private static List<Run> joined(List<Run> runs) {
        List<Run> joined = new ArrayList<>();
        for (Run run : runs.stream().sorted(Comparator.comparing(Run::from)).toList()) {
            Run last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && run.from() <= last.to() + 1) {
                joined.set(joined.size() - 1, new Run(last.from(), Math.max(last.to(), run.to())));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }

    /** The part of a row that lies in a CIDR. */
    private static Optional<Run> run(Cidr cidr, int maskSize, String row) {
        int dash = row.indexOf('-');
        IpAddress first =
                Cidr.parseMasked(dash < 0 ? row : row.substring(0, dash)).first();
        IpAddress last = Cidr.parseMasked(row.substring(dash + 1)).last();
        IpAddress from = first.compareTo(cidr.first()) < 0 ? cidr.first() : first;
        IpAddress to = last.compareTo(cidr.last()) > 0 ? cidr.last() : last;
        return from.compareTo(to) > 0 || !cidr.contains(from)
                ? Optional.empty()
                : Optional.of(new Run(index(cidr, maskSize, from), index(cidr, maskSize, to)));
    }

    /** Where there are more blocks than a number can tell, far off is far off. */
    private static long index(Cidr cidr, int maskSize, IpAddress address) {
        return Math.min(cidr.blockIndex(maskSize, address), Long.MAX_VALUE - 1);
    }

    long blocks() {
        return cidr.blocks(maskSize);
    }

    long used() {
        return runs.stream().mapToLong(run -> run.to() + 1).max().orElse(0);
    }

    /** How many blocks are drawn, from the first on: all, unless the used ones would be too small to be seen. */
    long shown() {
        return blocks() <= CELLS || used() == 0 || used() > blocks() / 16
                ? blocks()
                : Long.highestOneBit(Math.max(8, used() + used() / 4)) * 2;
    }

    String kindOf(long index) {
        return runs.stream().anyMatch(run -> run.from() <= index && index <= run.to()) ? kind : "unused";
    }

    String block(long index) {
        return cidr.block(maskSize, index).toString();
    }
}
