package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.PoolMap;
import java.util.List;

/** Pools as text: how many blocks each is cut into, and how many of them are free. */
final class PoolTable {
    /** A pool of more blocks is drawn to scale. */
    private static final int MANY_BLOCKS = 10;

    private PoolTable() {}

    static List<String> lines(List<PoolMap> pools, Style style) {
        TextTable table = new TextTable(style, "Pools")
                .left("")
                .left("blocks")
                .right("size")
                .right("all")
                .right("free")
                .left("cut from");
        for (PoolMap pool : pools) {
            table.row(List.of(
                    Span.of(pool.name()),
                    Span.of(pool.family().toString()),
                    bar(pool, style),
                    Span.of("/" + pool.maskSize()),
                    Span.of(String.valueOf(pool.blocks())),
                    Span.of(String.valueOf(pool.free())),
                    Span.of(String.join(", ", pool.cidrs()))));
        }
        return table.lines();
    }

    private static Span bar(PoolMap pool, Style style) {
        int width = (int) Math.min(pool.blocks(), MANY_BLOCKS);
        return new TextBar(style).of(AddressBar.of(0, pool.blocks(), pool.blocks() - pool.free(), Math.max(8, width)));
    }
}
