package dev.labctl.output.picture;

import dev.labctl.output.text.NodeRow;
import dev.labctl.output.text.Paragraph;
import dev.labctl.output.text.PlanWords;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.report.PlanView;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as a picture of the address space: what each pool is cut into, and what becomes of the addresses of a node. It
 * stands alone: no script, no font and no file besides it, light or dark as the reader has it.
 */
public final class PlanSvg {
    static final double WIDTH = 960;
    static final double MARGIN = 24;
    static final double INNER = WIDTH - 2 * MARGIN;

    private static final double LEAD = 14;

    /** The width of a letter of a sentence, on the average, in parts of the font's size. */
    private static final double LETTER = 0.56;

    private static final double SWATCH = 14;

    private PlanSvg() {}

    public static String of(PlanView view) {
        Svg svg = new Svg();
        int nodes = view.plan().nodes().size();
        double y = head(
                svg,
                view.title(),
                PlanWords.headline(view.plan()),
                "IPAM mode " + view.mode() + ", " + PlanWords.counted(nodes, "node"));
        if (!view.plan().pools().isEmpty()) {
            y = PoolDrawing.planned(svg, view.plan()).draw(y + 34);
        }
        y = new NodeDrawing(svg, view.plan()).draw(y + 34);
        svg.text(
                "faint",
                MARGIN,
                y + 26,
                "Predicted, not measured. Which node gets which block, and which pod which address, is left to chance.");
        return svg.document(WIDTH, y + 46, "img", view.title(), description(view.plan()), PlanSvgStyle.TEXT);
    }

    /** Draws what a picture begins with, and returns where that ends. */
    static double head(Svg svg, String title, String headline, String facts) {
        double y = 46;
        svg.text("head", MARGIN, y, Svg.fit(title, 20, INNER));
        for (String line : Paragraph.lines(headline, (int) (INNER / (LEAD * LETTER)))) {
            y += 22;
            svg.text("lead", MARGIN, y, line);
        }
        y += 20;
        svg.text("faint", MARGIN, y, Svg.fit(facts, 12, INNER));
        return y;
    }

    /** What a kind of rectangle means. */
    record Meaning(String kind, String words) {}

    /** Draws what the kinds mean, in as many lines as it takes. */
    static double legend(Svg svg, double y, List<Meaning> meanings) {
        double x = MARGIN;
        double line = y;
        for (Meaning meaning : meanings) {
            double width = SWATCH + 6 + Svg.width(meaning.words(), 12) + 14;
            if (x > MARGIN && x + width > WIDTH - MARGIN) {
                x = MARGIN;
                line += 22;
            }
            svg.rect(meaning.kind(), x, line, SWATCH, SWATCH);
            svg.rect("frame", x, line, SWATCH, SWATCH);
            svg.text("faint", x + SWATCH + 6, line + 11.5, meaning.words());
            x += width;
        }
        return line + SWATCH;
    }

    /** The picture in words. */
    private static String description(AddressPlan plan) {
        List<String> sentences = new ArrayList<>();
        sentences.add(PlanWords.headline(plan));
        for (PoolPlan pool : plan.pools()) {
            sentences.add("Pool " + pool.name() + ", " + pool.family() + ", " + String.join(" and ", pool.cidrs())
                    + ": " + PlanWords.blocks(pool) + ".");
        }
        List<NodeRow> rows = NodeRow.of(plan);
        for (NodeRow row : rows.subList(0, Math.min(rows.size(), NodeRow.MOST))) {
            for (CidrPlan share : row.node().cidrs()) {
                String alike = row.alike() == 0 ? "" : " and " + row.alike() + " like it";
                sentences.add(
                        "Node " + row.node().name() + alike + ", " + share.family() + ": " + row.facts(share) + ".");
            }
        }
        return String.join(" ", sentences);
    }
}
