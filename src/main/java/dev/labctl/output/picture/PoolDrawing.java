package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.failure.Wording;
import dev.labctl.output.picture.Layout.Meaning;
import dev.labctl.output.text.AddressPhrases;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws what pools are cut into: a band for each CIDR, with the blocks that nodes take and those that stay free. */
final class PoolDrawing {
    private static final double BAND = 30;
    private static final double STRIP = 8;
    private static final double ZOOM = 14;

    /** A block that is at least as wide has room for the end of a node's name. */
    private static final double NAMED = 44;

    /** At most this many CIDRs of a pool are drawn. */
    private static final int BANDS = 8;

    private final Svg svg;
    private final AddressMap view;

    /** The node of each block, as far as that is known. */
    private final Map<String, String> owners = new HashMap<>();

    /** How many letters the nodes' names have in common. */
    private final int common;

    PoolDrawing(Svg svg, AddressMap view) {
        this.svg = svg;
        this.view = view;
        view.pools().forEach(pool -> pool.given()
                .forEach(given -> owners.put(given.cidr().toString(), given.node())));
        this.common = common(owners.values());
    }

    /** How many letters all names begin with, up to a dash. */
    private static int common(Collection<String> names) {
        String first = names.stream().findFirst().orElse("");
        return IntStream.iterate(first.lastIndexOf('-') + 1, end -> end > 0, end -> first.lastIndexOf('-', end - 2) + 1)
                .filter(end -> names.stream().allMatch(name -> name.startsWith(first.substring(0, end))))
                .findFirst()
                .orElse(0);
    }

    /** Draws from {@code y} on, and returns where it ends. */
    double draw(double y) {
        svg.text("section", Layout.MARGIN, y, "Pools and their blocks");
        double end = Layout.legend(svg, y + 12, meanings());
        for (PoolMap pool : view.pools()) {
            end = pool(pool, end + 28);
        }
        return end;
    }

    private List<Meaning> meanings() {
        Set<String> kinds = view.pools().stream().map(this::kind).collect(Collectors.toSet());
        boolean free = view.pools().stream().anyMatch(pool -> pool.free() > 0);
        return Stream.of(
                        new Meaning("taken", view.observed() ? "allocated to a node" : "will be allocated to a node"),
                        new Meaning("maybe", "may be allocated to a node"),
                        new Meaning("unused", view.observed() ? "free" : "stays free"))
                .filter(meaning -> meaning.kind().equals("unused") ? free : kinds.contains(meaning.kind()))
                .toList();
    }

    /** Whether the blocks that nodes may have are as many as they will have. */
    private String kind(PoolMap pool) {
        long candidates = pool.cidrs().stream()
                .flatMap(cidr -> band(pool, cidr, "").stream())
                .flatMap(band -> band.runs().stream())
                .mapToLong(PoolBand.Run::length)
                .sum();
        return candidates == 0 ? "unused" : candidates <= pool.blocks() - pool.free() ? "taken" : "maybe";
    }

    private Optional<PoolBand> band(PoolMap pool, String cidr, String kind) {
        return PoolBand.of(pool, cidr, kind, rows(pool));
    }

    /** The blocks of the pool that nodes have, will have or may have. */
    private Set<String> rows(PoolMap pool) {
        Stream<String> rows = view.observed()
                ? pool.given().stream().map(given -> given.cidr().toString())
                : view.nodes().stream()
                        .flatMap(node -> node.blocks().stream())
                        .filter(block -> block.pool().equals(pool.name()) && block.family() == pool.family())
                        .flatMap(block -> block.rows().stream());
        return rows.collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private double pool(PoolMap pool, double y) {
        svg.text("name", Layout.MARGIN, y, Svg.fit(pool.name() + ", " + pool.family(), 13, Layout.INNER / 2));
        double end = note(y, pool.blocks() == 0 ? "" : AddressPhrases.facts(view, pool)) - 4;
        for (String cidr : pool.cidrs().subList(0, Math.min(BANDS, pool.cidrs().size()))) {
            svg.text("cidr", Layout.MARGIN, end + 20, Svg.fit(cidr, 12, Layout.INNER / 2));
            double top = end + 20;
            end = band(pool, cidr, kind(pool)).map(band -> band(band, top)).orElseGet(() -> note(top, "is not a CIDR"));
        }
        int further = pool.cidrs().size() - BANDS;
        return further > 0 ? note(end + 18, "and " + further + " more CIDRs") : end;
    }

    private double note(double y, String words) {
        if (!words.isEmpty()) {
            svg.text("faint end", Layout.RIGHT, y, words);
        }
        return y + 4;
    }

    private double band(PoolBand band, double y) {
        if (band.blocks() == 0) {
            return note(y, "no block of /" + band.maskSize() + " fits");
        }
        double top = y + 7;
        if (band.shown() < band.blocks()) {
            note(
                    y,
                    "the first " + Wording.grouped(band.shown()) + " of " + Wording.grouped(band.blocks())
                            + " blocks, drawn larger");
            top = zoom(band, top);
        } else if (band.used() == 0 && band.blocks() > PoolBand.CELLS) {
            note(y, "none of " + Wording.grouped(band.blocks()) + " blocks is used");
        }
        if (band.shown() <= PoolBand.CELLS) {
            return cells(band, top);
        }
        return runs(band, top);
    }

    /** The whole CIDR as a strip, and lines from its used corner to the band below. */
    private double zoom(PoolBand band, double y) {
        double corner = Math.max(3, Layout.INNER * band.shown() / band.blocks());
        double left = Layout.MARGIN;
        double below = y + STRIP + ZOOM;
        svg.rect("unused", left, y, Layout.INNER, STRIP);
        svg.rect(band.kind(), left, y, Math.max(3, Layout.INNER * band.used() / band.blocks()), STRIP);
        svg.rect("frame", left, y, Layout.INNER, STRIP);
        svg.rect("frame", left, y, corner, STRIP);
        svg.polygon("zoom", left, y + STRIP, left + corner, y + STRIP, left + Layout.INNER, below, left, below);
        return below;
    }

    private double cells(PoolBand band, double y) {
        double width = Layout.INNER / band.shown();
        boolean labelled = Svg.width(band.block(band.shown() - 1), Layout.SMALL) + 8 <= width;
        for (int i = 0; i < band.shown(); i++) {
            double x = Layout.MARGIN + i * width;
            String kind = band.kindOf(i);
            String owner = owner(band.block(i));
            svg.rect(kind, x, y, width, BAND, band.block(i) + (owner.isEmpty() ? "" : ": " + owner));
            if (labelled) {
                String ink = " " + Layout.ink(kind);
                double line = owner.isEmpty() ? y + BAND / 2 + 4 : y + BAND / 2 - 2;
                svg.text("cidr small mid" + ink, x + width / 2, line, band.block(i));
                if (!owner.isEmpty()) {
                    svg.text("small mid" + ink, x + width / 2, line + 12, Svg.fit(owner, Layout.SMALL, width - 8));
                }
            } else if (kind.equals("taken") && !owner.isEmpty() && width >= NAMED) {
                String name = Svg.fit(owner.substring(common), Layout.SMALL, width - 4);
                svg.text("small mid onDark", x + width / 2, y + BAND / 2 + 4, name);
            }
        }
        svg.rect("frame", Layout.MARGIN, y, Layout.INNER, BAND);
        return labelled ? y + BAND : ends(band, y + BAND);
    }

    /** Too many blocks for one cell each: runs of them to scale. */
    private double runs(PoolBand band, double y) {
        double scale = Layout.INNER / band.shown();
        svg.rect("unused", Layout.MARGIN, y, Layout.INNER, BAND);
        for (PoolBand.Run run : band.runs()) {
            svg.rect(
                    band.kind(),
                    Layout.MARGIN + run.from() * scale,
                    y,
                    Math.max(2, run.length() * scale),
                    BAND,
                    run.length() == 1 && view.observed()
                            ? band.block(run.from()) + ": " + owner(band.block(run.from()))
                            : Wording.grouped(run.length()) + " blocks from " + band.block(run.from()));
        }
        svg.rect("frame", Layout.MARGIN, y, Layout.INNER, BAND);
        return ends(band, y + BAND);
    }

    private double ends(PoolBand band, double y) {
        svg.text("cidr small faint", Layout.MARGIN, y + 14, band.block(0));
        svg.text("cidr small faint end", Layout.RIGHT, y + 14, band.block(band.shown() - 1));
        return y + 16;
    }

    /** The node of a block; empty where that is not known yet. */
    private String owner(String block) {
        return view.observed() ? owners.getOrDefault(block, "free") : "";
    }
}
