package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.output.text.IpamWords;
import dev.labctl.output.text.LiveNode;
import dev.labctl.output.text.PlanWords;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.report.IpamView;
import java.util.ArrayList;
import java.util.List;

/**
 * An address map as a picture: who has each block of a pool, and who has each address of a node's block. It stands alone as
 * {@link PlanSvg} does, and looks alike.
 */
public final class IpamSvg {
    private IpamSvg() {}

    /**
     * The picture.
     *
     * @param source where and when this was seen
     */
    public static String of(IpamView view, String source) {
        Svg svg = new Svg();
        double y = PlanSvg.head(svg, view.title(), IpamWords.headline(view), IpamWords.facts(view)) + 34;
        y = map(svg, view, y, false) + 26;
        svg.text("faint", PlanSvg.MARGIN, y, Svg.fit(source, 12, PlanSvg.INNER));
        return document(svg, y, "img", view, source);
    }

    /** The same as a part of a page, which says the rest; see {@link AddressDrawing#canBeGoneTo} for its cells. */
    public static String part(IpamView view, String source) {
        Svg svg = new Svg();
        boolean focus = AddressDrawing.canBeGoneTo(LiveNode.of(view));
        return document(svg, map(svg, view, 26, focus), focus ? "group" : "img", view, source);
    }

    private static double map(Svg svg, IpamView view, double y, boolean focus) {
        AddressPlan seen = view.seen();
        double top = seen.pools().isEmpty() ? y : PoolDrawing.seen(svg, seen).draw(y) + 34;
        return new AddressDrawing(svg, LiveNode.of(view), IpamWords.workloads(view), focus).draw(top);
    }

    private static String document(Svg svg, double y, String role, IpamView view, String source) {
        return svg.document(PlanSvg.WIDTH, y + 20, role, view.title(), description(view, source), PlanSvgStyle.TEXT);
    }

    /** The picture in words. */
    private static String description(IpamView view, String source) {
        List<LiveNode> nodes = LiveNode.of(view);
        List<String> sentences = new ArrayList<>();
        sentences.add(IpamWords.headline(view));
        for (PoolPlan pool : view.seen().pools()) {
            sentences.add("Pool " + pool.name() + ", " + pool.family() + ", " + String.join(" and ", pool.cidrs())
                    + ": " + PlanWords.freeBlocks(pool) + ".");
        }
        for (LiveNode node : nodes.subList(0, Math.min(nodes.size(), LiveNode.MOST))) {
            for (Block block : node.blocks()) {
                sentences.add("Node " + node.name() + ", " + block.family() + ", " + block.cidr() + ": "
                        + IpamWords.facts(node, block) + ".");
            }
        }
        sentences.add(IpamWords.further(nodes));
        sentences.add(source);
        return String.join(" ", sentences).replaceAll(" +", " ");
    }
}
