package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.Finding;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanComparison.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * An address map as text for people: whether everything runs, the nodes and their blocks to scale, who has the addresses,
 * the pools and who has their blocks, and what is not as it was planned.
 */
public final class IpamText {
    /** The owners are told of so many nodes; where there are more, of those in trouble. */
    private static final int NODES_WITH_OWNERS = 5;

    /** Of many nodes in trouble the owners are told of as many. */
    private static final int TROUBLED_WITH_OWNERS = 2;

    /** So many blocks of a pool are told one by one. */
    private static final int BLOCKS = 12;

    /** So many facts that differ from the plan are told, and so many findings. */
    private static final int MANY = 10;

    private final Style style;
    private final IpamView view;
    private final AddressPlan seen;
    private final List<LiveNode> nodes;
    private final StringBuilder text = new StringBuilder();

    private IpamText(IpamView view, Style style) {
        this.view = view;
        this.style = style;
        this.seen = view.seen();
        this.nodes = LiveNode.of(view);
    }

    public static String of(IpamView view, Style style) {
        IpamText text = new IpamText(view, style);
        text.head();
        if (view.only().isEmpty()) {
            text.workloads();
        }
        text.nodes();
        if (view.only().isEmpty()) {
            text.pools();
            text.findings();
            text.facts();
        }
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

    private void head() {
        boolean bad = view.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        Colour colour = seen.everyPodRuns() && !bad ? Colour.GREEN : bad ? Colour.RED : Colour.YELLOW;
        Paragraph.lines(Cell.EMPTY, IpamWords.headline(view), style).forEach(line -> line(style.paint(colour, line)));
        Paragraph.lines(Cell.EMPTY, view.title() + "; " + IpamWords.facts(view), style)
                .forEach(line -> line(style.paint(Colour.FAINT, line)));
    }

    private void workloads() {
        Map<String, String> places = IpamWords.places(view);
        section(WorkloadTable.lines(seen.workloads(), pods -> IpamWords.place(places, pods), style));
    }

    private void nodes() {
        section(LiveNodeTable.lines(nodes, style));
        Map<String, String> workloads = IpamWords.workloads(view);
        boolean few = nodes.size() <= NODES_WITH_OWNERS;
        List<LiveNode> told = few
                ? nodes
                : nodes.stream()
                        .filter(LiveNode::troubled)
                        .limit(TROUBLED_WITH_OWNERS)
                        .toList();
        if (view.only().isPresent()) {
            nodes.forEach(node -> section(OwnerTable.every(node, style)));
        }
        section(OwnerTable.lines(told, workloads, style));
    }

    private void pools() {
        if (seen.pools().isEmpty()) {
            return;
        }
        section(PoolTable.lines(seen.pools(), style));
        List<PoolMap> few = view.map().pools().stream()
                .filter(pool -> pool.given().size() <= BLOCKS && pool.blocks() > 0)
                .toList();
        if (few.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(style, "Blocks").left("pool").left("node");
        for (PoolMap pool : few) {
            Cell name = Cell.of(pool.name());
            List<Given> rows = new ArrayList<>(pool.given());
            IpamWords.fewFree(pool).forEach(cidr -> rows.add(new Given(cidr, "")));
            rows.sort(Comparator.comparing(Given::cidr));
            rows.forEach(row -> table.row(List.of(
                    Cell.of(row.cidr().toString()),
                    name,
                    row.node().isEmpty() ? Cell.of(style, Colour.FAINT, "free") : Cell.of(row.node()))));
            if (IpamWords.fewFree(pool).isEmpty() && pool.free() > 0) {
                table.row(List.of(
                        Cell.of(PlanWords.grouped(pool.free()) + " more"), name, Cell.of(style, Colour.FAINT, "free")));
            }
        }
        section(table.lines());
    }

    private void findings() {
        List<Finding> findings = view.findings();
        if (findings.isEmpty()) {
            return;
        }
        line("");
        line(style.paint(Colour.BOLD, "Findings"));
        FindingList.lines(findings.subList(0, Math.min(MANY, findings.size())), style)
                .forEach(this::line);
        if (findings.size() > MANY) {
            line("  and " + (findings.size() - MANY) + " more; `-o json` has them all");
        }
    }

    private void facts() {
        if (view.plan().isEmpty()) {
            section(Paragraph.lines(
                    Cell.of(style, Colour.BOLD, "Plan").then(Cell.of("  ")), "None beside it: " + view.note(), style));
            return;
        }
        List<Fact> facts = view.facts();
        List<Fact> differing = facts.stream().filter(fact -> !fact.agrees()).toList();
        if (differing.isEmpty()) {
            section(Paragraph.lines(
                    Cell.of(style, Colour.BOLD, "Plan").then(Cell.of("  ")),
                    "All " + facts.size() + " facts are as `labctl plan` has them. " + view.note(),
                    style));
            return;
        }
        TextTable table = new TextTable(style, "Not as planned").left("seen").left("planned");
        differing.stream()
                .limit(MANY)
                .forEach(fact ->
                        table.row(List.of(Cell.of(fact.what()), Cell.of(fact.seen()), Cell.of(fact.planned()))));
        section(table.lines());
        String rest = (differing.size() > MANY ? "And " + (differing.size() - MANY) + " more. " : "")
                + (facts.size() - differing.size()) + " facts are as planned. " + view.note();
        Paragraph.lines(Cell.of("  "), rest, style).forEach(this::line);
    }
}
