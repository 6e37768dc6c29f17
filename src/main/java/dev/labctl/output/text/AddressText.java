package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.Remedy;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanComparison.Fact;
import dev.labctl.report.PlanView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Addresses as text for people: whether everything runs and which pods do not, the nodes and their blocks to scale, the
 * pools, the findings; then what a prediction alone has, or an observation.
 */
public final class AddressText {
    /** The owners of at most this many nodes are listed; where there are more, of the first with stuck pods or an error. */
    private static final int NODES_WITH_OWNERS = 5;

    private static final int TROUBLED_WITH_OWNERS = 2;

    /** At most this many blocks of a pool are listed one by one. */
    private static final int BLOCKS = 12;

    /** At most this many differences from the prediction are listed, and observed findings. */
    private static final int MANY = 10;

    private final Style style;
    private final AddressMap view;
    private final StringBuilder text = new StringBuilder();

    private AddressText(AddressMap view, Style style) {
        this.view = view;
        this.style = style;
    }

    public static String of(PlanView plan, Style style) {
        AddressText text = new AddressText(plan.plan(), style);
        text.head(plan.title());
        text.workloads();
        text.events();
        text.section(NodeTable.lines(text.view, style));
        text.pools();
        text.findings(Integer.MAX_VALUE);
        text.remedies(plan.remedies());
        return text.text.toString();
    }

    public static String of(IpamView map, Style style) {
        AddressText text = new AddressText(map.addresses(), style);
        text.head(map.title());
        if (map.only().isPresent()) {
            text.section(NodeTable.lines(text.view, style));
            NodeRow.all(text.view).forEach(row -> text.section(OwnerTable.every(row, style)));
            text.owners();
            return text.text.toString();
        }
        text.workloads();
        text.section(NodeTable.lines(text.view, style));
        text.owners();
        text.pools();
        text.blocks();
        text.findings(MANY);
        text.comparison(map);
        return text.text.toString();
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private void section(List<String> lines) {
        if (!lines.isEmpty()) {
            line("");
            lines.forEach(this::line);
        }
    }

    private void paragraph(Span lead, String words) {
        Paragraph.lines(lead, words, style).forEach(this::line);
    }

    private void heading(String words) {
        section(List.of(style.paint(Colour.BOLD, words)));
    }

    private void head(String title) {
        Paragraph.lines(Span.EMPTY, Headline.of(view), style).forEach(line -> line(style.paint(colour(), line)));
        Paragraph.lines(Span.EMPTY, title + "; " + AddressPhrases.facts(view), style)
                .forEach(line -> line(style.paint(Colour.FAINT, line)));
    }

    private Colour colour() {
        boolean bad = view.observed()
                ? view.hasErrors()
                : view.workloads().stream().anyMatch(pods -> pods.stuck().min() > 0);
        return bad ? Colour.RED : view.everyPodRuns() ? Colour.GREEN : Colour.YELLOW;
    }

    private void workloads() {
        section(WorkloadTable.lines(view.workloads(), style));
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
                    .limit(WorkloadTable.MANY)
                    .map(WorkloadPods::fullName)
                    .distinct()
                    .collect(Collectors.joining(", "));
            paragraph(Span.of("  "), names + (workloads.size() > WorkloadTable.MANY ? " and others" : ""));
            paragraph(Span.of("    "), event);
        });
    }

    private void owners() {
        List<NodeRow> rows = NodeRow.all(view);
        section(OwnerTable.lines(
                rows.size() <= NODES_WITH_OWNERS
                        ? rows
                        : rows.stream()
                                .filter(row -> row.node().error().isPresent()
                                        || !row.node().waiting().isEmpty())
                                .limit(TROUBLED_WITH_OWNERS)
                                .toList(),
                style));
    }

    private void pools() {
        if (!view.pools().isEmpty()) {
            section(PoolTable.lines(view.pools(), style));
        }
    }

    private void blocks() {
        List<PoolMap> few = view.pools().stream()
                .filter(pool -> pool.given().size() <= BLOCKS && pool.blocks() > 0)
                .toList();
        if (few.isEmpty()) {
            return;
        }
        Span free = Span.of(style, Colour.FAINT, "free");
        TextTable table = new TextTable(style, "Blocks").left("pool").left("node");
        for (PoolMap pool : few) {
            Span name = Span.of(pool.name());
            List<Given> rows = new ArrayList<>(pool.given());
            AddressPhrases.fewFree(pool).forEach(cidr -> rows.add(new Given(cidr, "")));
            rows.sort(Comparator.comparing(Given::cidr));
            rows.forEach(row -> table.row(
                    List.of(Span.of(row.cidr().toString()), name, row.node().isEmpty() ? free : Span.of(row.node()))));
            if (AddressPhrases.fewFree(pool).isEmpty() && pool.free() > 0) {
                table.row(List.of(Span.of(Numbers.grouped(pool.free()) + " more"), name, free));
            }
        }
        section(table.lines());
    }

    private void findings(int most) {
        List<Finding> findings = view.findings();
        if (findings.isEmpty()) {
            return;
        }
        heading("Findings");
        FindingList.lines(findings.stream().limit(most).toList(), style).forEach(this::line);
        if (findings.size() > most) {
            line("  and " + (findings.size() - most) + " more; `-o json` shows all of them");
        }
    }

    private void remedies(List<Remedy> remedies) {
        if (remedies.isEmpty()) {
            return;
        }
        heading("Any one of these changes lets every pod run");
        for (Remedy remedy : remedies) {
            paragraph(
                    Span.of("  - "),
                    remedy.what() + ": " + remedy.running() + (remedy.running() == 1 ? " pod runs" : " pods run"));
            remedy.how().lines().forEach(line -> paragraph(Span.of("      "), line));
        }
    }

    private void comparison(IpamView map) {
        List<Fact> facts = map.facts();
        List<Fact> differing = facts.stream().filter(fact -> !fact.agrees()).toList();
        if (map.plan().isEmpty() || differing.isEmpty()) {
            String words = map.plan().isEmpty()
                    ? "Not available: " + map.note()
                    : "All " + facts.size() + " facts are as `labctl plan` predicts. " + map.note();
            section(Paragraph.lines(Span.of(style, Colour.BOLD, "Plan").then(Span.of("  ")), words, style));
            return;
        }
        TextTable table = new TextTable(style, "Not as planned").left("seen").left("planned");
        differing.stream()
                .limit(MANY)
                .forEach(fact ->
                        table.row(List.of(Span.of(fact.what()), Span.of(fact.seen()), Span.of(fact.planned()))));
        section(table.lines());
        paragraph(
                Span.of("  "),
                (differing.size() > MANY ? "And " + (differing.size() - MANY) + " more. " : "")
                        + (facts.size() - differing.size()) + " facts are as planned. " + map.note());
    }
}
