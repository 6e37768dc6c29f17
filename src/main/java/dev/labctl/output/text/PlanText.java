package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.plan.Remedy;
import dev.labctl.report.PlanView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as text for people: whether everything runs, which pods do not and what they show, where the addresses go. */
final class PlanText {
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
        if (!plan.workloads().isEmpty()) {
            line("");
            WorkloadTable.lines(plan.workloads(), PlanWords::where, style).forEach(this::line);
        }
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
            workloads.stream().limit(WorkloadTable.MANY).map(PlanWords::name).forEach(names::add);
            paragraph(
                    Cell.of("  "),
                    String.join(", ", names) + (workloads.size() > WorkloadTable.MANY ? " and others" : ""));
            paragraph(Cell.of("    "), event);
        });
    }

    private void pools() {
        if (!plan.pools().isEmpty()) {
            line("");
            PoolTable.lines(plan.pools(), style).forEach(this::line);
        }
    }

    private void findings() {
        if (!plan.findings().isEmpty()) {
            heading("Findings");
            FindingList.lines(plan.findings(), style).forEach(this::line);
        }
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
