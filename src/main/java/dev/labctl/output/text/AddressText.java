package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.Remedy;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanComparison.Fact;
import dev.labctl.report.PlanView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Addresses as text for people: whether everything runs and which pods do not, the nodes and their blocks to scale, the
 * pools, the findings; then what a prediction alone has, or an observation.
 */
public final class AddressText extends TextLines {
    /** The owners of at most this many nodes are listed; where there are more, of the first with stuck pods or an error. */
    private static final int NODES_WITH_OWNERS = 5;

    private static final int TROUBLED_WITH_OWNERS = 2;

    /** At most this many differences from the prediction are listed, and observed findings. */
    private static final int MANY = 10;

    private final AddressMap view;

    private AddressText(AddressMap view, Style style) {
        super(style);
        this.view = view;
    }

    public static String of(PlanView plan, Style style) {
        AddressText text = new AddressText(plan.plan(), style);
        text.head(Headline.of(text.view), plan.title());
        text.section(AddressTables.workloads(text.view, style));
        text.events();
        text.section(NodeTable.lines(text.view, style));
        text.section(AddressTables.pools(text.view, style));
        plan.eni().ifPresent(eni -> {
            text.section(EniTables.types(eni, style));
            text.section(EniTables.subnets(eni, style));
        });
        text.findings(text.view.findings(), Integer.MAX_VALUE);
        text.remedies(plan.remedies());
        return text.toString();
    }

    public static String of(IpamView map, Style style) {
        AddressText text = new AddressText(map.addresses(), style);
        text.head(Headline.of(map), map.title());
        if (map.only().isPresent()) {
            text.section(NodeTable.lines(text.view, style));
            NodeRow.all(text.view).forEach(row -> text.section(AddressTables.addresses(row, style)));
            text.owners();
            text.notes(map.notes());
            return text.toString();
        }
        text.section(AddressTables.workloads(text.view, style));
        text.section(NodeTable.lines(text.view, style));
        text.owners();
        text.section(AddressTables.pools(text.view, style));
        text.section(AddressTables.blocks(text.view, style));
        text.findings(text.view.findings(), MANY);
        text.comparison(map);
        text.notes(map.notes());
        return text.toString();
    }

    private void head(String headline, String title) {
        Paragraph.lines(Span.EMPTY, headline, style).forEach(line -> line(style.paint(colour(), line)));
        Paragraph.lines(Span.EMPTY, title + "; " + AddressPhrases.facts(view), style)
                .forEach(line -> line(style.paint(Colour.FAINT, line)));
    }

    private Colour colour() {
        boolean bad = view.observed()
                ? view.hasErrors()
                : view.workloads().stream().anyMatch(pods -> pods.stuck().min() > 0);
        return bad ? Colour.RED : view.everyPodRuns() ? Colour.GREEN : Colour.YELLOW;
    }

    /** What the reader will find on stuck pods, each text once. */
    private void events() {
        Map<String, List<WorkloadPods>> events = view.workloads().stream()
                .filter(workload -> !workload.text().isEmpty())
                .collect(Collectors.groupingBy(workload -> workload.text(), LinkedHashMap::new, Collectors.toList()));
        if (events.isEmpty()) {
            return;
        }
        heading("What stuck pods show");
        events.forEach((event, workloads) -> {
            String names = workloads.stream()
                    .limit(AddressTables.MANY_WORKLOADS)
                    .map(WorkloadPods::fullName)
                    .distinct()
                    .collect(Collectors.joining(", "));
            paragraph("  ", names + (workloads.size() > AddressTables.MANY_WORKLOADS ? " and others" : ""));
            paragraph("    ", event);
        });
    }

    private void owners() {
        List<NodeRow> rows = NodeRow.all(view);
        boolean few = rows.size() <= NODES_WITH_OWNERS;
        section(AddressTables.owners(
                rows.stream()
                        .map(NodeRow::node)
                        .filter(node -> few
                                || node.error().isPresent()
                                || !node.waiting().isEmpty())
                        .limit(few ? NODES_WITH_OWNERS : TROUBLED_WITH_OWNERS)
                        .toList(),
                style));
    }

    private void remedies(List<Remedy> remedies) {
        if (remedies.isEmpty()) {
            return;
        }
        heading("Any one of these changes lets every pod run");
        for (Remedy remedy : remedies) {
            paragraph(
                    "  - ",
                    remedy.what() + ": " + remedy.running() + (remedy.running() == 1 ? " pod runs" : " pods run"));
            remedy.how().lines().forEach(line -> paragraph("      ", line));
        }
    }

    private void comparison(IpamView map) {
        if (!map.ofLab()) {
            return;
        }
        List<Fact> facts = map.facts();
        List<Fact> differing = facts.stream().filter(fact -> !fact.agrees()).toList();
        if (map.plan().isEmpty() || differing.isEmpty()) {
            String words = map.plan().isEmpty()
                    ? "Not available: " + map.note()
                    : "All " + facts.size() + " facts are as `labctl plan` predicts. " + map.note();
            section(Paragraph.lines(Span.of(style, Colour.BOLD, "Plan").then(Span.of("  ")), words, style));
            return;
        }
        TextTable table = new TextTable(style, "Not as planned", "seen", "planned");
        differing.stream().limit(MANY).forEach(fact -> table.row(fact.what(), fact.seen(), fact.planned()));
        section(table.lines());
        paragraph(
                "  ",
                (differing.size() > MANY ? "And " + (differing.size() - MANY) + " more. " : "")
                        + (facts.size() - differing.size()) + " facts are as planned. " + map.note());
    }
}
