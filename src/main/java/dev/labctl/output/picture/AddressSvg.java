package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Block;
import dev.labctl.failure.Wording;
import dev.labctl.output.text.AddressPhrases;
import dev.labctl.output.text.Headline;
import dev.labctl.output.text.NodeRow;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Pools, blocks and addresses as a picture that stands alone: no script, font or other file, light or dark. */
public final class AddressSvg {
    private static final String PREDICTED =
            "Predicted, not observed. Which node gets which block, and which pod which address, cannot be predicted.";

    private static final String HATCH =
            """
            <defs><pattern id="plan-hatch" width="8" height="8" patternUnits="userSpaceOnUse">\
            <rect class="hatch" x="0" y="0" width="8" height="8"/>\
            <polygon class="stripe" points="0 0 3 0 0 3"/><polygon class="stripe" points="8 0 8 3 3 8 0 8"/>\
            </pattern></defs>
            """;

    private AddressSvg() {}

    /** The style sheet. No information is in the colour alone: pods without an address are hatched. */
    public static String style() {
        return "<style>\n" + sheet(AddressSvg.class, "picture.css") + "</style>\n" + HATCH;
    }

    /** A style sheet beside a class. */
    public static String sheet(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String of(PlanView plan) {
        return complete(plan.plan(), Headline.of(plan.plan()), plan.title(), PREDICTED, "");
    }

    /** The picture of an observation; {@code source} says where and when it was observed. */
    public static String of(IpamView map, String source) {
        return complete(map.addresses(), Headline.of(map), map.title(), source, source);
    }

    /** Whether cells of the picture in a page can be visited by keyboard. */
    public static boolean focusable(IpamView map) {
        return NodeDrawing.focusable(map.addresses());
    }

    /** The same as a part of a page, which has the head and the source itself. */
    public static String part(IpamView map, String source) {
        AddressMap view = map.addresses();
        Svg svg = new Svg();
        boolean focus = NodeDrawing.focusable(view);
        double y = body(svg, view, 26, focus);
        return document(svg, y, focus ? "group" : "img", map.title(), description(view, Headline.of(map), source));
    }

    private static String complete(AddressMap view, String headline, String title, String footer, String source) {
        Svg svg = new Svg();
        double y = Layout.head(svg, title, headline, AddressPhrases.facts(view)) + 34;
        y = body(svg, view, y, false) + 26;
        svg.text("faint", Layout.MARGIN, y, Svg.fit(footer, 12, Layout.INNER));
        return document(svg, y, "img", title, description(view, headline, source));
    }

    private static double body(Svg svg, AddressMap view, double y, boolean focus) {
        double top = view.pools().isEmpty() ? y : new PoolDrawing(svg, view).draw(y) + 34;
        return new NodeDrawing(svg, view, focus).draw(top);
    }

    private static String document(Svg svg, double y, String role, String title, String description) {
        return svg.document(Layout.WIDTH, y + 20, role, title, description, style());
    }

    /** The picture in words. */
    private static String description(AddressMap view, String headline, String source) {
        List<String> sentences = new ArrayList<>(List.of(headline));
        for (PoolMap pool : view.pools()) {
            sentences.add("Pool " + pool.name() + ", " + pool.family() + ", " + String.join(" and ", pool.cidrs())
                    + ": " + AddressPhrases.facts(view, pool) + ".");
        }
        for (NodeRow row : NodeRow.shown(view)) {
            String alike = row.alike() == 0 ? "" : " and " + Wording.grouped(row.alike()) + " like it";
            for (Block block : row.blocks()) {
                sentences.add("Node " + row.name() + alike + ", " + block.family()
                        + block.cidr().map(cidr -> ", " + cidr).orElse("") + ": " + AddressPhrases.facts(view, block)
                        + ".");
            }
        }
        sentences.add(source);
        return String.join(" ", sentences).strip();
    }
}
