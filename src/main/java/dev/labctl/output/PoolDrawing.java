package dev.labctl.output;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.output.PlanSvg.Meaning;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    /** So many blocks are drawn one by one. */
    private static final int CELLS = 64;

    /** So many CIDRs of a pool are drawn. */
    private static final int BANDS = 8;

    /** More runs of blocks than these are drawn as one where they touch. */
    private static final int RUNS = 256;

    private final Svg svg;
    private final AddressPlan plan;

    /** Who has each block; none where that is not known yet. */
    private final Map<String, String> owners;

    /** What their names have in common. */
    private final int common;

    private PoolDrawing(Svg svg, AddressPlan plan, Map<String, String> owners) {
        this.svg = svg;
        this.plan = plan;
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
        return new PoolDrawing(svg, plan, Map.of());
    }

    /** Of blocks that nodes have. */
    static PoolDrawing seen(Svg svg, AddressPlan seen) {
        Map<String, String> owners = new HashMap<>();
        seen.nodes().forEach(node -> node.cidrs()
                .forEach(share -> share.cidr().ifPresent(cidr -> owners.put(cidr, node.name()))));
        return new PoolDrawing(svg, seen, owners);
    }

    /** Neighbouring blocks that nodes will or may have, by their index; both ends belong to it. */
    private record Run(long from, long to) {
        private long length() {
            return to - from + 1;
        }
    }

    /** A CIDR of a pool, with what nodes have of it. */
    private record Band(Cidr cidr, int maskSize, String kind, List<Run> runs) {
        private long blocks() {
            return cidr.blocks(maskSize);
        }

        private long used() {
            return runs.stream().mapToLong(run -> run.to() + 1).max().orElse(0);
        }

        /** How many blocks are drawn, from the first on: all, unless the used ones would be too small to be seen. */
        private long shown() {
            return blocks() <= CELLS || used() == 0 || used() > blocks() / 16
                    ? blocks()
                    : Long.highestOneBit(Math.max(8, used() + used() / 4)) * 2;
        }

        private String kindOf(long index) {
            return runs.stream().anyMatch(run -> run.from() <= index && index <= run.to()) ? kind : "unused";
        }
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
        boolean known = !owners.isEmpty();
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
                .mapToLong(Run::length)
                .sum();
        return candidates == 0 ? "unused" : candidates <= pool.blocks() - pool.free() ? "taken" : "maybe";
    }

    private Optional<Band> band(PoolPlan pool, String text, String kind) {
        try {
            Cidr cidr = Cidr.parseMasked(text);
            List<Run> runs = cidr.blocks(pool.maskSize()) == 0
                    ? List.of()
                    : rows(pool).stream()
                            .flatMap(row -> run(cidr, pool.maskSize(), row).stream())
                            .toList();
            return Optional.of(new Band(cidr, pool.maskSize(), kind, runs.size() > RUNS ? joined(runs) : runs));
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

    /** The blocks of the pool that the nodes will or may have. */
    private Set<String> rows(PoolPlan pool) {
        Set<String> rows = new LinkedHashSet<>();
        plan.nodes().stream()
                .flatMap(node -> node.cidrs().stream())
                .filter(share -> share.pool().equals(pool.name()) && share.family() == pool.family())
                .forEach(share -> share.cidr().ifPresentOrElse(rows::add, () -> rows.addAll(share.blocks())));
        return rows;
    }

    /** The part of a row, {@code BLOCK} or {@code FIRST-LAST}, that lies in a CIDR. */
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

    private double pool(PoolPlan pool, double y) {
        svg.text("name", PlanSvg.MARGIN, y, Svg.fit(pool.name() + ", " + pool.family(), 13, PlanSvg.INNER / 2));
        double end = note(
                        y,
                        pool.blocks() == 0
                                ? ""
                                : (owners.isEmpty() ? PlanWords.blocks(pool) : PlanWords.freeBlocks(pool)))
                - 4;
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

    private double band(Band band, double y) {
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
        } else if (band.used() == 0 && band.blocks() > CELLS) {
            note(y, "none of " + PlanWords.grouped(band.blocks()) + " blocks is used");
        }
        if (band.shown() <= CELLS) {
            return cells(band, top);
        }
        return runs(band, top);
    }

    /** The whole CIDR as a strip, and lines from its used corner to the band below. */
    private double zoom(Band band, double y) {
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

    private double cells(Band band, double y) {
        double width = PlanSvg.INNER / band.shown();
        boolean labelled = Svg.width(block(band, band.shown() - 1), SMALL) + 8 <= width;
        for (int i = 0; i < band.shown(); i++) {
            double x = PlanSvg.MARGIN + i * width;
            String kind = band.kindOf(i);
            String owner = owner(block(band, i));
            svg.rect(kind, x, y, width, BAND, block(band, i) + (owner.isEmpty() ? "" : ": " + owner));
            if (labelled) {
                String ink = kind.equals("taken") ? " onDark" : "";
                double line = owner.isEmpty() ? y + BAND / 2 + 4 : y + BAND / 2 - 2;
                svg.text("cidr small mid" + ink, x + width / 2, line, block(band, i));
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
    private double runs(Band band, double y) {
        double scale = PlanSvg.INNER / band.shown();
        svg.rect("unused", PlanSvg.MARGIN, y, PlanSvg.INNER, BAND);
        for (Run run : band.runs()) {
            svg.rect(
                    band.kind(),
                    PlanSvg.MARGIN + run.from() * scale,
                    y,
                    Math.max(2, run.length() * scale),
                    BAND,
                    run.length() == 1 && !owners.isEmpty()
                            ? block(band, run.from()) + ": " + owner(block(band, run.from()))
                            : PlanWords.grouped(run.length()) + " blocks from " + block(band, run.from()));
        }
        svg.rect("frame", PlanSvg.MARGIN, y, PlanSvg.INNER, BAND);
        return ends(band, y + BAND);
    }

    private double ends(Band band, double y) {
        svg.text("cidr small faint", PlanSvg.MARGIN, y + 14, block(band, 0));
        svg.text("cidr small faint end", PlanSvg.WIDTH - PlanSvg.MARGIN, y + 14, block(band, band.shown() - 1));
        return y + 16;
    }

    /** Who has a block; empty where that is not known yet. */
    private String owner(String block) {
        return owners.isEmpty() ? "" : owners.getOrDefault(block, "free");
    }

    private static String block(Band band, long index) {
        return band.cidr().block(band.maskSize(), index).toString();
    }
}
