package dev.labctl.plan;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Blocks as a plan lists them: one by one, or a long row of neighbours as {@code FIRST-LAST}. */
final class BlockRows {
    private static final int LONG = 16;

    private BlockRows() {}

    /** A block with those that it may be, of which there is at least one. */
    static Block block(List<Cidr> possible, String pool, long usable, List<Reserved> reserved, long slots) {
        boolean known = possible.size() == 1;
        return Block.predicted(
                known ? Optional.of(possible.get(0)) : Optional.empty(),
                known ? List.of() : of(possible),
                pool,
                possible.get(0).family(),
                usable,
                reserved,
                slots);
    }

    static PoolMap pool(String name, BlockAllocator allocator, long free) {
        return new PoolMap(
                name,
                allocator.family(),
                allocator.cidrs().stream().map(Cidr::toString).toList(),
                allocator.maskSize(),
                allocator.total(),
                free,
                List.of());
    }

    private static List<String> of(List<Cidr> blocks) {
        List<Cidr> sorted = blocks.stream().sorted().toList();
        List<String> rows = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= sorted.size(); end++) {
            boolean ends = end == sorted.size()
                    || !sorted.get(end - 1)
                            .last()
                            .plus(1)
                            .equals(sorted.get(end).first());
            if (ends) {
                add(rows, sorted.subList(start, end));
                start = end;
            }
        }
        return rows;
    }

    private static void add(List<String> rows, List<Cidr> neighbours) {
        if (neighbours.size() < LONG) {
            neighbours.forEach(block -> rows.add(block.toString()));
        } else {
            rows.add(neighbours.get(0) + "-" + neighbours.get(neighbours.size() - 1));
        }
    }
}
