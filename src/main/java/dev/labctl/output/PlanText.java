package dev.labctl.output;

import dev.labctl.output.Style.Colour;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.plan.Finding;
import dev.labctl.plan.Remedy;
import dev.labctl.steps.PlanView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text for people: whether everything runs, which pods do not and what they show, where the addresses go. */
final class PlanText {
    /** Of more workloads those alone are listed that may be stuck, and of these as many. */
    private static final int MANY_WORKLOADS = 20;

    /** A pool of more blocks is drawn to scale. */
    private static final int MANY_BLOCKS = 10;

    private final Style style;
    private final AddressPlan plan;
    private final StringBuilder text = new StringBuilder();

    private PlanText(AddressPlan plan, Style style) {
        this.plan = plan;
        this.style = style;
    }

    static String of(PlanView view, Style style) {
        PlanText text = new PlanText(view.plan(), style);
        text.head(view);
        text.workloads();
        text.events();
        text.line("");
        NodeTable.lines(view.plan(), style).forEach(text::line);
        text.pools();
        text.findings();
        text.remedies(view.remedies());
        return text.text.toString();
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private void paragraph(Cell lead, String words) {
        Paragraph.lines(lead, words, style).forEach(this::line);
    }

    private void heading(String words) {
        line("");
        line(style.paint(Colour.BOLD, words));
    }

    private void head(PlanView view) {
        boolean surely = plan.workloads().stream().anyMatch(pods -> pods.stuck().min() > 0);
        Colour colour = plan.everyPodRuns() ? Colour.GREEN : surely ? Colour.RED : Colour.YELLOW;
        Paragraph.lines(Cell.EMPTY, PlanWords.headline(plan), style).forEach(line -> line(style.paint(colour, line)));
        int nodes = plan.nodes().size();
        String what = view.title() + "; IPAM mode " + view.mode() + ", " + nodes + (nodes == 1 ? " node" : " nodes");
        Paragraph.lines(Cell.EMPTY, what, style).forEach(line -> line(style.paint(Colour.FAINT, line)));
    }

    private void workloads() {
        if (plan.workloads().isEmpty()) {
            return;
        }
        boolean many = plan.workloads().size() > MANY_WORKLOADS;
        List<WorkloadPlan> shown = plan.workloads().stream()
                .filter(pods -> !many || pods.stuck().max() > 0)
                .sorted(Comparator.comparing(pods -> many ? -pods.stuck().max() : 0))
                .limit(MANY_WORKLOADS)
                .toList();
        TextTable table = new TextTable(style, "Pods")
                .right("wanted")
                .right("run")
                .right("stuck")
                .left("where");
        shown.forEach(pods -> table.row(cells(pods)));
        line("");
        table.lines().forEach(this::line);
        List<WorkloadPlan> others = new ArrayList<>(plan.workloads());
        others.removeAll(shown);
        if (!others.isEmpty()) {
            boolean run = others.stream().allMatch(pods -> pods.stuck().max() == 0);
            line("  and " + others.size() + " more with " + PlanWords.wanted(others) + " pods"
                    + (run ? ", which all run" : "") + "; `-o json` has them all");
        }
    }

    private List<Cell> cells(WorkloadPlan pods) {
        String stuck = PlanWords.range(pods.stuck());
        Cell painted = pods.stuck().max() == 0
                ? Cell.of(stuck)
                : Cell.of(style, pods.stuck().min() == 0 ? Colour.YELLOW : Colour.RED, stuck);
        return List.of(
                Cell.of(PlanWords.name(pods)),
                Cell.of(String.valueOf(pods.wanted())),
                Cell.of(PlanWords.range(pods.running())),
                painted,
                Cell.of(PlanWords.where(pods)));
    }

    /** What the reader will find on stuck pods, each text once. */
    private void events() {
        Map<String, List<WorkloadPlan>> events = plan.workloads().stream()
                .filter(pods -> !pods.text().isEmpty())
                .collect(Collectors.groupingBy(WorkloadPlan::text, LinkedHashMap::new, Collectors.toList()));
        if (events.isEmpty()) {
            return;
        }
        heading("What stuck pods show");
        events.forEach((event, workloads) -> {
            Set<String> names = new LinkedHashSet<>();
            workloads.stream().limit(MANY_WORKLOADS).map(PlanWords::name).forEach(names::add);
            paragraph(
                    Cell.of("  "), String.join(", ", names) + (workloads.size() > MANY_WORKLOADS ? " and others" : ""));
            paragraph(Cell.of("    "), event);
        });
    }

    private void pools() {
        if (plan.pools().isEmpty()) {
            return;
        }
        TextTable table = new TextTable(style, "Pools")
                .left("")
                .left("blocks")
                .right("size")
                .right("all")
                .right("free")
                .left("cut from");
        for (PoolPlan pool : plan.pools()) {
            table.row(List.of(
                    Cell.of(pool.name()),
                    Cell.of(pool.family().toString()),
                    bar(pool),
                    Cell.of("/" + pool.maskSize()),
                    Cell.of(String.valueOf(pool.blocks())),
                    Cell.of(String.valueOf(pool.free())),
                    Cell.of(String.join(", ", pool.cidrs()))));
        }
        line("");
        table.lines().forEach(this::line);
    }

    private Cell bar(PoolPlan pool) {
        int width = (int) Math.min(pool.blocks(), MANY_BLOCKS);
        AddressBar bar = AddressBar.of(0, pool.blocks(), pool.blocks() - pool.free(), Math.max(8, width));
        return Cell.of((style.unicode() ? "█" : "#").repeat(bar.taken()))
                .then(Cell.of(style, Colour.FAINT, (style.unicode() ? "░" : ".").repeat(bar.free())));
    }

    private void findings() {
        if (plan.findings().isEmpty()) {
            return;
        }
        heading("Findings");
        plan.findings().stream().sorted(Comparator.comparing(Finding::severity)).forEach(finding -> {
            Cell word =
                    switch (finding.severity()) {
                        case ERROR -> Cell.of(style, Colour.RED, "error    ");
                        case WARNING -> Cell.of(style, Colour.YELLOW, "warning  ");
                        case NOTE -> Cell.of("note     ");
                    };
            paragraph(Cell.of("  ").then(word), finding.message());
            if (!finding.fix().isEmpty()) {
                paragraph(Cell.of("           -> "), finding.fix());
            }
        });
    }

    private void remedies(List<Remedy> remedies) {
        if (remedies.isEmpty()) {
            return;
        }
        heading("Any one of these changes lets every pod run");
        for (Remedy remedy : remedies) {
            paragraph(
                    Cell.of("  - "),
                    remedy.what() + ": " + remedy.running() + (remedy.running() == 1 ? " pod runs" : " pods run"));
            remedy.how().lines().forEach(line -> paragraph(Cell.of("      "), line));
        }
    }
}
