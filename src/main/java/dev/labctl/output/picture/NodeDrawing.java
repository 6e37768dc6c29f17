package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpamMode;
import dev.labctl.output.picture.AddressCells.Cell;
import dev.labctl.output.picture.Layout.Meaning;
import dev.labctl.output.text.AddressPhrases;
import dev.labctl.output.text.NodeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Draws the addresses of each block: cells where there is room, else to scale; pods without one hang over the edge. */
final class NodeDrawing {
    /** A row has at most this many cells. */
    private static final int ROW = 64;

    /** Larger observed blocks are drawn to scale; larger predicted ones than a row, for the place of an address is unknown. */
    private static final int MOST_CELLS = 256;

    /** More cells than this cannot be visited by keyboard. */
    private static final int MOST_STOPS = 100;

    private static final double WIDEST_CELL = 56;

    /** A cell that is at least as wide has words in it. */
    private static final double WORDS = 42;

    /** A cell that is at least as wide has a letter in it. */
    private static final double LETTER = 12;

    /** Each segment is at least as wide. */
    private static final double SLIVER = 4;

    private static final double BAR = 26;
    private static final double TWO_LINES = 34;

    /** The room for the words of a cell that has the focus. */
    private static final double TIP = 14;

    private final Svg svg;
    private final AddressMap view;
    private final boolean focus;
    private final List<NodeRow> rows;
    private final double width;

    /** Draws into a picture; with {@code focus}, cells of an owner can be visited by keyboard. */
    NodeDrawing(Svg svg, AddressMap view, boolean focus) {
        this.svg = svg;
        this.view = view;
        this.focus = focus;
        this.rows = NodeRow.shown(view);
        // One width for the cells of all blocks that are a row each, so that they can be compared.
        long units = NodeRow.blocks(rows)
                .filter(block -> AddressCells.size(block) <= ROW)
                .mapToLong(block -> AddressCells.size(block) + Math.min(2 * AddressCells.size(block), block.stuck()))
                .max()
                .orElse(1);
        this.width = Math.min(WIDEST_CELL, Layout.INNER / Math.max(1, units));
    }

    /** Whether the cells can be visited by keyboard: there are some, and not too many. */
    static boolean focusable(AddressMap view) {
        long stops = NodeRow.blocks(NodeRow.shown(view))
                .filter(block -> AddressCells.size(block) <= MOST_CELLS)
                .mapToLong(block -> block.addresses().size() + block.waiting().size())
                .sum();
        return stops > 0 && stops <= MOST_STOPS;
    }

    /** Draws from {@code y} on, and returns where it ends. */
    double draw(double y) {
        svg.text("section", Layout.MARGIN, y, "Nodes and their addresses");
        double end = Layout.legend(svg, y + 12, meanings());
        for (NodeRow row : rows) {
            end = node(row, end + 28);
        }
        String further = NodeRow.further(view);
        if (!further.isEmpty()) {
            end += 26;
            svg.text("faint", Layout.MARGIN, end, further);
        }
        return end;
    }

    private List<Meaning> meanings() {
        List<Meaning> meanings = new ArrayList<>();
        meaning(
                meanings,
                "edge",
                "first and last: never allocated",
                block -> AddressCells.size(block) - block.usable());
        meaning(meanings, "reserved", AddressPhrases.reserved(rows), Block::reservedCount);
        meaning(meanings, "pod", "used by a pod", Block::taken);
        meaning(meanings, "slot", "free", Block::free);
        meaning(meanings, "stuck", "pod without an address", Block::stuck);
        return meanings;
    }

    private void meaning(List<Meaning> meanings, String kind, String words, ToLongFunction<Block> count) {
        if (NodeRow.blocks(rows).anyMatch(block -> count.applyAsLong(block) > 0)) {
            meanings.add(new Meaning(kind, words));
        }
    }

    private double node(NodeRow row, double y) {
        String alike = row.alike() == 0 ? "" : " and " + Wording.counted(row.alike(), "node") + " like it";
        svg.text("name", Layout.MARGIN, y, Svg.fit(row.name() + alike, 13, Layout.INNER));
        double end = y;
        List<String> troubles = new ArrayList<>(AddressPhrases.troubles(row.node()));
        if (row.blocks().isEmpty() && troubles.isEmpty()) {
            troubles.add("no block yet");
        }
        for (String trouble : troubles) {
            end += 18;
            svg.text("bad", Layout.MARGIN, end, Svg.fit("! " + trouble, 12, Layout.INNER));
        }
        for (Block block : row.blocks()) {
            label(block, end + 18);
            end = block(block, end + 26) + (focus ? TIP : 0);
        }
        return end;
    }

    private void label(Block block, double y) {
        String facts = AddressPhrases.facts(view, block);
        svg.text((block.stuck() > 0 ? "bad" : "faint") + " end", Layout.RIGHT, y, facts);
        boolean instances = view.mode().equals(IpamMode.ENI.word());
        String pool = block.family() + (instances ? ", " : ", pool ") + Svg.fit(block.pool(), 12, 160);
        String name = name(block, Layout.INNER - Svg.width(pool + facts, 12) - 16);
        if (name.isEmpty()) {
            svg.text("faint", Layout.MARGIN, y, pool);
        } else {
            svg.text("faint", Layout.MARGIN, y, pool + ": ", "cidr", name);
        }
    }

    /** The block, or as many of those that it may be as there is room for. */
    private static String name(Block block, double room) {
        List<String> blocks = block.candidates();
        if (!block.oneOfSeveral()) {
            return block.cidr()
                    .map(Cidr::toString)
                    .orElseGet(() -> blocks.stream().map(cidr -> "of " + cidr).collect(Collectors.joining()));
        }
        String text = "one of " + AddressPhrases.listed(blocks);
        for (int last = blocks.size() - 1; last > 0 && Svg.width(text, 12) > room; last--) {
            text = "one of " + AddressPhrases.listed(blocks.subList(0, last)) + " and " + (blocks.size() - last)
                    + " more";
        }
        return Svg.fit(text, 12, room);
    }

    private double block(Block block, double y) {
        long size = AddressCells.size(block);
        if (size > (view.observed() ? MOST_CELLS : ROW)) {
            double scale = Math.min(WIDEST_CELL, Layout.INNER / (size + Math.min(block.stuck(), size)));
            stuck(block, segments(AddressCells.segments(block), y, scale), y, scale, BAR);
            return y + BAR;
        }
        List<Cell> cells = AddressCells.of(view, block);
        boolean row = size <= ROW;
        double wide = row ? width : Layout.INNER / ROW;
        boolean twoLines = wide >= WORDS && view.observed();
        double high = !row ? wide : twoLines ? TWO_LINES : BAR;
        double end = cells(cells, wide, high, y);
        if (row) {
            stuck(block, Layout.MARGIN + size * wide, y, wide, high);
        } else if (block.stuck() > 0) {
            stuck(block, Layout.MARGIN, end + 4, wide, high);
            end += 4 + high;
        }
        return end;
    }

    /**
     * Draws all addresses of a kind as one segment, to scale but for what could not be seen, and returns where it ends.
     *
     * @param scale the width of an address
     */
    private double segments(List<Cell> segments, double y, double scale) {
        long all = segments.stream().mapToLong(Cell::count).sum();
        double least = segments.stream()
                        .filter(segment -> segment.count() * scale < SLIVER)
                        .count()
                * SLIVER;
        double rest = segments.stream()
                .filter(segment -> segment.count() * scale >= SLIVER)
                .mapToDouble(Cell::count)
                .sum();
        double width = Math.max(all * scale, 10 * SLIVER);
        double x = Layout.MARGIN;
        for (Cell segment : segments) {
            double piece = segment.count() * scale < SLIVER ? SLIVER : (width - least) * segment.count() / rest;
            String words = segment.counted();
            svg.rect(segment.kind(), x, y, piece, BAR, segment.count() == 1 ? segment.title() : words);
            if (Svg.width(words, Layout.SMALL) + 8 < piece) {
                svg.text("small mid " + Layout.ink(segment.kind()), x + piece / 2, y + BAR / 2 + 4, words);
            }
            x += piece;
        }
        svg.rect("frame", Layout.MARGIN, y, x - Layout.MARGIN, BAR);
        return x;
    }

    private double cells(List<Cell> cells, double wide, double high, double y) {
        int rowCount = (cells.size() + ROW - 1) / ROW;
        double bottom = y + rowCount * high;
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            double x = Layout.MARGIN + i % ROW * wide;
            int row = i / ROW;
            double top = y + row * high;
            cell(cell.kind(), x, top, wide, high, cell.title(), cell.owned(), bottom);
            words(cell, x + wide / 2, top, wide, high);
        }
        svg.rect("frame", Layout.MARGIN, y, Math.min(cells.size(), ROW) * wide, bottom - y);
        return bottom;
    }

    private void cell(
            String kind, double x, double y, double wide, double high, String title, boolean owned, double bottom) {
        if (focus && owned) {
            svg.cell(kind, x, y, wide, high, Svg.fit(title, 12, Layout.INNER), Layout.MARGIN, bottom + TIP);
        } else {
            svg.rect(kind, x, y, wide, high, title);
        }
    }

    /** What is in a cell: words, or one letter where there is room for no more. */
    private void words(Cell cell, double middle, double y, double wide, double high) {
        String ink = "small mid " + Layout.ink(cell.kind());
        if (wide >= WORDS && !cell.word().isEmpty()) {
            svg.text(ink, middle, high > BAR ? y + 14 : y + high / 2 + 4, cell.word());
        } else if (wide < WORDS && wide >= LETTER && !cell.letter().isEmpty()) {
            svg.text(ink, middle, y + high / 2 + 4, cell.letter());
        }
        if (wide >= WORDS && cell.owned()) {
            svg.text(ink, middle, y + 27, Svg.fit(cell.owner(), Layout.SMALL, wide - 2));
        }
    }

    /** The pods that have no address; where there is no room for all of them, an arrow says that there are more. */
    private void stuck(Block block, double x, double y, double wide, double high) {
        long stuck = block.stuck();
        if (stuck == 0) {
            return;
        }
        long drawn = Math.max(0, Math.min(stuck, (long) ((Layout.RIGHT - x + 1) / wide)));
        if (wide >= SLIVER) {
            for (int i = 0; i < drawn; i++) {
                String title = i < block.waiting().size()
                        ? block.waiting().get(i).name() + ": no address: "
                                + AddressPhrases.reason(block.waiting().get(i))
                        : "pod without an address";
                cell("stuck", x + i * wide, y, wide, high, title, view.observed(), y + high);
            }
        } else {
            double all = Math.min(Layout.RIGHT - x, Math.max(SLIVER, stuck * wide));
            svg.rect("stuck", x, y, all, high, Wording.counted(stuck, "pod") + " without an address");
        }
        if (drawn < stuck) {
            svg.polygon("wall", Layout.RIGHT, y, Layout.RIGHT + 10, y + high / 2, Layout.RIGHT, y + high);
        }
        svg.rect("wall", x - 1.5, y - 4, 3, high + 8);
    }
}
