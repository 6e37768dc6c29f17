package dev.labctl.output.picture;

import dev.labctl.ipam.Family;
import dev.labctl.output.picture.Pieces.Part;
import dev.labctl.output.picture.PlanSvg.Meaning;
import dev.labctl.output.text.AddressBar;
import dev.labctl.output.text.NodeRow;
import dev.labctl.output.text.PlanWords;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.Reserved;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws what becomes of the addresses of each node's block, and the pods that hang over its edge. */
final class NodeDrawing {
    private static final double BAR = 26;
    private static final double WIDEST_CELL = 48;

    /** From this width on each address is a cell of its own. */
    private static final double NARROWEST_CELL = 9;

    /** A cell that is at least as wide has a word in it. */
    private static final double WORD = 42;

    private final Svg svg;
    private final List<NodeRow> rows;
    private final List<NodeRow> shown;

    NodeDrawing(Svg svg, AddressPlan plan) {
        this.svg = svg;
        this.rows = NodeRow.of(plan);
        this.shown = rows.subList(0, Math.min(rows.size(), NodeRow.MOST));
    }

    /** Draws from {@code y} on, and returns where it ends. */
    double draw(double y) {
        svg.text("section", PlanSvg.MARGIN, y, "Nodes and their addresses");
        double end = PlanSvg.legend(svg, y + 12, meanings());
        Map<Family, Double> scales = new EnumMap<>(Family.class);
        for (NodeRow row : shown) {
            for (CidrPlan share : row.node().cidrs()) {
                double units = addresses(share) + Math.min(over(row, share), addresses(share));
                scales.merge(share.family(), Math.min(WIDEST_CELL, PlanSvg.INNER / Math.max(1, units)), Math::min);
            }
        }
        for (NodeRow row : shown) {
            end = node(row, scales, end + 28);
        }
        long further = rows.stream()
                .skip(shown.size())
                .mapToLong(row -> row.alike() + 1)
                .sum();
        if (further > 0) {
            end += 26;
            svg.text(
                    "faint",
                    PlanSvg.MARGIN,
                    end,
                    "and " + PlanWords.grouped(further) + " nodes that differ from these");
        }
        return end;
    }

    private Stream<CidrPlan> shares() {
        return shown.stream().flatMap(row -> row.node().cidrs().stream());
    }

    private List<Meaning> meanings() {
        List<String> purposes = NodeRow.purposes(shares());
        List<Meaning> meanings = new ArrayList<>();
        if (shares().anyMatch(share -> edges(share) > 0)) {
            meanings.add(new Meaning("edge", "first and last: never given out"));
        }
        if (!purposes.isEmpty()) {
            meanings.add(new Meaning("reserved", "reserved: " + String.join(", ", purposes)));
        }
        if (shown.stream().anyMatch(row -> row.has(AddressBar::free))) {
            meanings.add(new Meaning("slot", "free slot for a pod"));
        }
        if (shown.stream().anyMatch(row -> row.has(AddressBar::taken))) {
            meanings.add(new Meaning("pod", "slot that a pod takes"));
        }
        if (shown.stream().anyMatch(row -> row.has(AddressBar::over))) {
            meanings.add(new Meaning("stuck", "pod without a slot: it stays stuck"));
        }
        return meanings;
    }

    private double node(NodeRow row, Map<Family, Double> scales, double y) {
        String alike = row.alike() == 0
                ? ""
                : " and " + PlanWords.grouped(row.alike()) + (row.alike() == 1 ? " node" : " nodes") + " like it";
        svg.text("name", PlanSvg.MARGIN, y, Svg.fit(row.node().name() + alike, 13, PlanSvg.INNER));
        double end = y;
        if (row.node().error().isPresent()) {
            end += 18;
            svg.text(
                    "bad",
                    PlanSvg.MARGIN,
                    end,
                    Svg.fit("! " + row.node().error().get(), 12, PlanSvg.INNER));
        }
        for (CidrPlan share : row.node().cidrs()) {
            end = share(row, share, scales.get(share.family()), end + 18);
        }
        return end;
    }

    private double share(NodeRow row, CidrPlan share, double scale, double y) {
        String facts = row.facts(share);
        String kind = over(row, share) > 0 ? "bad" : "faint";
        svg.text(kind + " end", PlanSvg.WIDTH - PlanSvg.MARGIN, y, facts);
        String pool = share.family() + ", pool " + Svg.fit(share.pool(), 12, 160);
        double room = PlanSvg.INNER - Svg.width(pool + facts, 12) - 16;
        String block = block(share, room);
        if (block.isEmpty()) {
            svg.text("faint", PlanSvg.MARGIN, y, pool);
        } else {
            svg.text("faint", PlanSvg.MARGIN, y, pool + ": ", "cidr", block);
        }
        double top = y + 8;
        double edge = scale >= NARROWEST_CELL
                ? cells(parts(row, share), top, scale)
                : Pieces.draw(svg, parts(row, share), top, BAR, scale);
        over(row, share, edge, top, scale);
        return top + BAR;
    }

    /** The block, or as many of those that it may be as there is room for. */
    private static String block(CidrPlan share, double room) {
        if (!NodeRow.ofSeveral(share)) {
            return share.cidr()
                    .orElseGet(() ->
                            share.blocks().stream().map(cidr -> "of " + cidr).collect(Collectors.joining()));
        }
        List<String> blocks = share.blocks();
        String text = "one of " + NodeRow.listed(blocks);
        for (int last = blocks.size() - 1; last > 0 && Svg.width(text, 12) > room; last--) {
            text = "one of " + NodeRow.listed(blocks.subList(0, last)) + " and " + (blocks.size() - last) + " more";
        }
        return Svg.fit(text, 12, room);
    }

    private static long addresses(CidrPlan share) {
        return 2L * edges(share) + Math.max(share.usable(), NodeRow.reserved(share) + share.slots());
    }

    /** The first and the last address are kept back in blocks of more than two (Cilium 1.18 {@code pkg/ipam/service}). */
    private static int edges(CidrPlan share) {
        return Stream.concat(share.cidr().stream(), share.blocks().stream())
                        .map(block -> block.substring(block.lastIndexOf('/') + 1))
                        .anyMatch(length -> share.family().bits() - Integer.parseInt(length) > 1)
                ? 1
                : 0;
    }

    private static long over(NodeRow row, CidrPlan share) {
        return Math.max(0, row.podsOf(share) - share.slots());
    }

    /** The addresses of a block in order of kind; where in the block each one lies is chance, but for the first and last. */
    private static List<Part> parts(NodeRow row, CidrPlan share) {
        boolean ipv4 = share.family() == Family.IPV4;
        long pods = Math.min(row.podsOf(share), share.slots());
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("edge", ipv4 ? "net" : "first", ipv4 ? "network address" : "first address", edges(share)));
        for (Reserved reserved : share.reserved()) {
            parts.add(new Part("reserved", reserved.purpose(), reserved.purpose(), reserved.count()));
        }
        parts.add(new Part("pod", "pod", "slot that a pod takes", pods));
        parts.add(new Part("slot", "slot", "free slot", share.slots() - pods));
        parts.add(
                new Part("edge", "", "no slot", Math.max(0, share.usable() - NodeRow.reserved(share) - share.slots())));
        parts.add(new Part("edge", ipv4 ? "bcast" : "last", ipv4 ? "broadcast address" : "last address", edges(share)));
        return parts.stream().filter(part -> part.count() > 0).toList();
    }

    private double cells(List<Part> parts, double y, double width) {
        double x = PlanSvg.MARGIN;
        for (Part part : parts) {
            for (long i = 0; i < part.count(); i++) {
                svg.rect(part.kind(), x, y, width, BAR, part.title());
                if (width >= WORD) {
                    svg.text("small mid " + Pieces.ink(part.kind()), x + width / 2, y + BAR / 2 + 4, part.word());
                }
                x += width;
            }
        }
        svg.rect("frame", PlanSvg.MARGIN, y, x - PlanSvg.MARGIN, BAR);
        return x;
    }

    /** The pods that find no slot; where there is no room for all of them, an arrow says that there are more. */
    private void over(NodeRow row, CidrPlan share, double x, double y, double scale) {
        long over = over(row, share);
        if (over == 0) {
            return;
        }
        double end = PlanSvg.WIDTH - PlanSvg.MARGIN;
        if (scale >= NARROWEST_CELL) {
            for (long i = 0; i < over && x + (i + 1) * scale <= end + 1; i++) {
                svg.rect("stuck", x + i * scale, y, scale, BAR, "pod without a slot");
            }
        } else {
            double width = Math.min(end - x, Math.max(Pieces.SLIVER, over * scale));
            svg.rect("stuck", x, y, width, BAR, PlanWords.counted(over, "pod") + " without a slot");
        }
        if (x + over * scale > end + 1) {
            svg.polygon("wall", end, y, end + 10, y + BAR / 2, end, y + BAR);
        }
        svg.rect("wall", x - 1.5, y - 4, 3, BAR + 8);
    }
}
