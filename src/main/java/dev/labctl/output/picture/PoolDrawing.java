package dev.labctl.output.picture;

import dev.labctl.output.picture.PlanSvg.Meaning;
import dev.labctl.output.text.PlanWords;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws what pools are cut into: a band for each CIDR, with the blocks that nodes take and those that stay free. */
final class PoolDrawing {
    private static final double BAND = 30;
    private static final double STRIP = 8;
    private static final double ZOOM = 14;
    private static final double SMALL = 10.5;

    /** A block that is at least as wide has room for the end of a node's name. */
    private static final double NAMED = 44;

    /** So many CIDRs of a pool are drawn. */
    private static final int BANDS = 8;

    private final Svg svg;
    private final AddressPlan plan;

    /** Whether these are blocks that nodes have, not such as they may have. */
    private final boolean known;

    /** Who has each block, as far as that is known. */
    private final Map<String, String> owners;

    /** What their names have in common. */
    private final int common;

    private PoolDrawing(Svg svg, AddressPlan plan, boolean known, Map<String, String> owners) {
        this.svg = svg;
        this.plan = plan;
        this.known = known;
        this.owners = owners;
        this.common = common(owners.values());
    }

    /** How many letters all names begin with, up to a dash. */
    private static int common(Collection<String> names) {
        String first = names.stream().findFirst().orElse("");
        int common = first.lastIndexOf('-') + 1;
        while (common > 0 && !startAlike(names, first.substring(0, common))) {
            common = first.lastIndexOf('-', common - 2) + 1;
        }
        return common;
    }

    private static boolean startAlike(Collection<String> names, String start) {
        return names.stream().allMatch(name -> name.startsWith(start));
    }

    /** Of blocks that nodes will have, or may have. */
    static PoolDrawing planned(Svg svg, AddressPlan plan) {
        return new PoolDrawing(svg, plan, false, Map.of());
    }

    /** Of blocks that nodes have. */
    static PoolDrawing seen(Svg svg, AddressPlan seen) {
        Map<String, String> owners = new HashMap<>();
        seen.nodes().forEach(node -> node.cidrs()
                .forEach(share -> share.cidr().ifPresent(cidr -> owners.put(cidr, node.name()))));
        return new PoolDrawing(svg, seen, true, owners);
    }

    /** Draws from {@code y} on, and returns where it ends. */
    double draw(double y) {
        svg.text("section", PlanSvg.MARGIN, y, "Pools and their blocks");
        double end = PlanSvg.legend(svg, y + 12, meanings());
        for (PoolPlan pool : plan.pools()) {
            end = pool(pool, end + 28);
        }
        return end;
    }

    private List<Meaning> meanings() {
        Set<String> kinds = plan.pools().stream().map(this::kind).collect(Collectors.toSet());
        boolean free = plan.pools().stream().anyMatch(pool -> pool.free() > 0);
        return Stream.of(
                        new Meaning("taken", known ? "a node's" : "will be a node's"),
                        new Meaning("maybe", "may be a node's"),
                        new Meaning("unused", known ? "free" : "stays free"))
                .filter(meaning -> meaning.kind().equals("unused") ? free : kinds.contains(meaning.kind()))
                .toList();
    }

    /** Whether the blocks that nodes may have are as many as they will have. */
    private String kind(PoolPlan pool) {
        long candidates = pool.cidrs().stream()
                .flatMap(cidr -> band(pool, cidr, "").stream())
                .flatMap(band -> band.runs().stream())
                .mapToLong(PoolBand.Run::length)
                .sum();
        return candidates == 0 ? "unused" : candidates <= pool.blocks() - pool.free() ? "taken" : "maybe";
    }

    private Optional<PoolBand> band(PoolPlan pool, String cidr, String kind) {
        return PoolBand.of(pool, cidr, kind, rows(pool));
    }

    /** The blocks of the pool that the nodes will or may have. */
    private Set<String> rows(PoolPlan pool) {
        Set<String> rows = new LinkedHashSet<>();
        plan.nodes().stream()
                .flatMap(node -> node.cidrs().stream())
                .filter(share -> share.pool().equals(pool.name()) && share.family() == pool.family())
                .forEach(share -> share.cidr().ifPresentOrElse(rows::add, () -> rows.addAll(share.blocks())));
        return rows;
    }

    private double pool(PoolPlan pool, double y) {
        svg.text("name", PlanSvg.MARGIN, y, Svg.fit(pool.name() + ", " + pool.family(), 13, PlanSvg.INNER / 2));
        double end =
                note(y, pool.blocks() == 0 ? "" : (known ? PlanWords.freeBlocks(pool) : PlanWords.blocks(pool))) - 4;
        for (String cidr : pool.cidrs().subList(0, Math.min(BANDS, pool.cidrs().size()))) {
            svg.text("cidr", PlanSvg.MARGIN, end + 20, Svg.fit(cidr, 12, PlanSvg.INNER / 2));
            double top = end + 20;
            end = band(pool, cidr, kind(pool)).map(band -> band(band, top)).orElseGet(() -> note(top, "is no CIDR"));
        }
        int further = pool.cidrs().size() - BANDS;
        return further > 0 ? note(end + 18, "and " + further + " more CIDRs") : end;
    }

    private double note(double y, String words) {
        if (!words.isEmpty()) {
            svg.text("faint end", PlanSvg.WIDTH - PlanSvg.MARGIN, y, words);
        }
        return y + 4;
    }

    private double band(PoolBand band, double y) {
        if (band.blocks() == 0) {
            return note(y, "no block of /" + band.maskSize() + " fits in");
        }
        double top = y + 7;
        if (band.shown() < band.blocks()) {
            note(
                    y,
                    "the first " + PlanWords.grouped(band.shown()) + " of " + PlanWords.grouped(band.blocks())
                            + " blocks, drawn larger");
            top = zoom(band, top);
        } else if (band.used() == 0 && band.blocks() > PoolBand.CELLS) {
            note(y, "none of " + PlanWords.grouped(band.blocks()) + " blocks is used");
        }
        if (band.shown() <= PoolBand.CELLS) {
            return cells(band, top);
        }
        return runs(band, top);
    }

    /** The whole CIDR as a strip, and lines from its used corner to the band below. */
    private double zoom(PoolBand band, double y) {
        double corner = Math.max(3, PlanSvg.INNER * band.shown() / band.blocks());
        double left = PlanSvg.MARGIN;
        double below = y + STRIP + ZOOM;
        svg.rect("unused", left, y, PlanSvg.INNER, STRIP);
        svg.rect(band.kind(), left, y, Math.max(3, PlanSvg.INNER * band.used() / band.blocks()), STRIP);
        svg.rect("frame", left, y, PlanSvg.INNER, STRIP);
        svg.rect("frame", left, y, corner, STRIP);
        svg.polygon("zoom", left, y + STRIP, left + corner, y + STRIP, left + PlanSvg.INNER, below, left, below);
        return below;
    }

    private double cells(PoolBand band, double y) {
        double width = PlanSvg.INNER / band.shown();
        boolean labelled = Svg.width(band.block(band.shown() - 1), SMALL) + 8 <= width;
        for (int i = 0; i < band.shown(); i++) {
            double x = PlanSvg.MARGIN + i * width;
            String kind = band.kindOf(i);
            String owner = owner(band.block(i));
            svg.rect(kind, x, y, width, BAND, band.block(i) + (owner.isEmpty() ? "" : ": " + owner));
            if (labelled) {
                String ink = kind.equals("taken") ? " onDark" : "";
                double line = owner.isEmpty() ? y + BAND / 2 + 4 : y + BAND / 2 - 2;
                svg.text("cidr small mid" + ink, x + width / 2, line, band.block(i));
                if (!owner.isEmpty()) {
                    svg.text("small mid" + ink, x + width / 2, line + 12, Svg.fit(owner, SMALL, width - 8));
                }
            } else if (kind.equals("taken") && !owner.isEmpty() && width >= NAMED) {
                String name = Svg.fit(owner.substring(common), SMALL, width - 4);
                svg.text("small mid onDark", x + width / 2, y + BAND / 2 + 4, name);
            }
        }
        svg.rect("frame", PlanSvg.MARGIN, y, PlanSvg.INNER, BAND);
        return labelled ? y + BAND : ends(band, y + BAND);
    }

    /** Too many blocks for one cell each: runs of them to scale. */
    private double runs(PoolBand band, double y) {
        double scale = PlanSvg.INNER / band.shown();
        svg.rect("unused", PlanSvg.MARGIN, y, PlanSvg.INNER, BAND);
        for (PoolBand.Run run : band.runs()) {
            svg.rect(
                    band.kind(),
                    PlanSvg.MARGIN + run.from() * scale,
                    y,
                    Math.max(2, run.length() * scale),
                    BAND,
                    run.length() == 1 && known
                            ? band.block(run.from()) + ": " + owner(band.block(run.from()))
                            : PlanWords.grouped(run.length()) + " blocks from " + band.block(run.from()));
        }
        svg.rect("frame", PlanSvg.MARGIN, y, PlanSvg.INNER, BAND);
        return ends(band, y + BAND);
    }

    private double ends(PoolBand band, double y) {
        svg.text("cidr small faint", PlanSvg.MARGIN, y + 14, band.block(0));
        svg.text("cidr small faint end", PlanSvg.WIDTH - PlanSvg.MARGIN, y + 14, band.block(band.shown() - 1));
        return y + 16;
    }

    /** Who has a block; empty where that is not known yet. */
    private String owner(String block) {
        return known ? owners.getOrDefault(block, "free") : "";
    }
}
