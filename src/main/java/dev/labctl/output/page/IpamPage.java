package dev.labctl.output.page;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.output.page.Html.Field;
import dev.labctl.output.picture.AddressSvg;
import dev.labctl.output.picture.Svg;
import dev.labctl.output.text.AddressPhrases;
import dev.labctl.output.text.AddressRow;
import dev.labctl.output.text.Column;
import dev.labctl.output.text.Headline;
import dev.labctl.output.text.NodeRow;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanComparison.Fact;
import dev.labctl.report.ViewTree;
import java.util.List;

/**
 * An address map as a page that stands alone: no script, no font, nothing from elsewhere. Everything that the picture shows
 * is there as text as well. Of large clusters the lists are closed until the reader opens them.
 */
public final class IpamPage {
    /** More nodes, or more rows of a table, are closed at first. */
    private static final int MANY = 12;

    /** The largest number of rows of pods and facts that are shown. */
    private static final int MOST_ROWS = 500;

    private final IpamView view;
    private final AddressMap seen;
    private final List<NodeRow> nodes;
    private final Html html = new Html();

    private IpamPage(IpamView view) {
        this.view = view;
        this.seen = view.addresses();
        this.nodes = NodeRow.all(seen);
    }

    /** The page; {@code source} says where and when this was seen. */
    public static String of(IpamView view, String source) {
        IpamPage page = new IpamPage(view);
        page.head(source);
        page.picture(source);
        page.findings();
        page.stuck();
        page.pods();
        page.nodes();
        page.addresses();
        page.pools();
        page.plan();
        page.html
                .add("</main>")
                .element("footer", source + " Written by labctl ipam.")
                .add("</body>\n</html>");
        return page.html.markup();
    }

    private void head(String source) {
        html.add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")
                .add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .add("<meta name=\"color-scheme\" content=\"light dark\">")
                .element("title", view.title() + ": addresses")
                .add("<style>\n" + AddressSvg.sheet(IpamPage.class, "page.css") + "</style>\n</head>\n<body>")
                .add("<a class=\"skip\" href=\"#pods\">Skip the picture</a>")
                .add("<header>")
                .element("h1", view.title())
                .element(
                        "p",
                        "lead " + (seen.hasErrors() ? "bad" : seen.everyPodRuns() ? "good" : ""),
                        Headline.of(view))
                .element("p", AddressPhrases.facts(seen) + ".")
                .element("p", "faint", source)
                .add("</header>\n<main>");
    }

    private void picture(String source) {
        String go = AddressSvg.focusable(view) ? ", or move to it with the Tab key," : "";
        html.section("map", "The map")
                .element(
                        "p",
                        "faint",
                        "Rest the pointer on a cell" + go + " to see its owner; the same is below as text.")
                .add("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Picture of the address map\">")
                .add(AddressSvg.part(view, source).strip())
                .add("</div>")
                .endSection();
    }

    private void findings() {
        List<Finding> findings = seen.findings();
        if (findings.isEmpty()) {
            return;
        }
        html.section("findings", "Findings").add("<ul>");
        findings.stream()
                .limit(MOST_ROWS)
                .forEach(finding -> html.add("<li><span class=\""
                        + (finding.severity() == Severity.ERROR ? "bad" : "faint")
                        + "\">" + ViewTree.word(finding.severity()) + "</span> "
                        + Svg.escaped(finding.message()) + fix(finding) + "</li>"));
        html.add("</ul>").endSection();
    }

    private static String fix(Finding finding) {
        return finding.fix().isEmpty()
                ? ""
                : ". " + Svg.escaped(finding.fix()).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private void stuck() {
        List<StuckPod> stuck = view.map().stuck();
        html.section("stuck", "Stuck pods");
        if (stuck.isEmpty()) {
            html.element("p", "None: every pod is ready.").endSection();
            return;
        }
        table(
                "Pods that are not ready, and why",
                Column.of("pod", "node", "address", "reason"),
                stuck.stream()
                        .map(pod -> Field.row(
                                pod.name(),
                                new Field(pod.node().orElse("none"), "name"),
                                pod.addressed() ? "yes" : "none",
                                AddressPhrases.reason(pod)))
                        .toList());
        html.endSection();
    }

    /** Closed where it is long, and with an end. */
    private void table(String caption, List<Column> columns, List<List<Field>> rows) {
        boolean many = rows.size() > MANY;
        if (many) {
            html.details(false, caption + " (" + Wording.grouped(rows.size()) + ")");
        }
        html.table(caption, columns, rows.subList(0, Math.min(MOST_ROWS, rows.size())));
        if (rows.size() > MOST_ROWS) {
            html.element(
                    "p", "And " + Wording.grouped(rows.size() - MOST_ROWS) + " more; labctl ipam -o json has them.");
        }
        if (many) {
            html.endDetails();
        }
    }

    private void pods() {
        html.section("pods", "Pods");
        table(
                "Workloads and their pods",
                Column.of("workload", "#wanted", "#run", "#stuck", "where"),
                seen.workloads().stream().map(IpamPage::row).toList());
        html.endSection();
    }

    private static List<Field> row(WorkloadPods pods) {
        int stuck = pods.stuck().max();
        return Field.row(
                pods.fullName(),
                pods.wanted(),
                pods.running().max(),
                new Field(String.valueOf(stuck), stuck > 0 ? "bad" : ""),
                pods.where());
    }

    private void nodes() {
        html.section("nodes", "Nodes");
        table(
                "Nodes and their blocks",
                Column.of("node", "block", "pool", "#usable", "#reserved", "#pods", "#free", "#stuck"),
                nodes.stream().flatMap(node -> rows(node).stream()).toList());
        nodes.stream().limit(MANY).forEach(node -> AddressPhrases.troubles(node.node())
                .forEach(trouble -> html.element("p", "bad", node.name() + ": " + trouble)));
        if (!AddressPhrases.ignored(seen).isEmpty()) {
            html.element("p", AddressPhrases.ignored(seen));
        }
        html.endSection();
    }

    private static List<List<Field>> rows(NodeRow node) {
        if (node.blocks().isEmpty()) {
            return List.of(Field.row(node.name(), "none"));
        }
        return node.blocks().stream()
                .map(block -> Field.row(
                        node.name(),
                        block.known(),
                        block.pool(),
                        Wording.grouped(block.usable()),
                        block.reservedCount(),
                        block.taken(),
                        new Field(Wording.grouped(block.free()), block.free() == 0 ? "bad" : ""),
                        block.stuck()))
                .toList();
    }

    private void addresses() {
        html.section("addresses", "Addresses");
        boolean many = nodes.size() > MANY;
        if (many) {
            html.details(false, "Every address of " + Wording.counted(nodes.size(), "node"));
        }
        nodes.forEach(node -> {
            html.details(
                    nodes.size() <= MANY / 2,
                    node.name() + ": " + Wording.grouped(node.node().used()) + " of "
                            + Wording.grouped(node.node().usable()) + " used");
            node.blocks()
                    .forEach(block -> html.table(
                            "Block " + block.known() + " of " + block.pool() + ": " + AddressPhrases.facts(seen, block),
                            Column.of("address", "owner"),
                            AddressRow.of(block).stream()
                                    .map(row -> Field.row(
                                            row.addresses(), new Field(row.owner(), row.free() ? "faint" : "")))
                                    .toList()));
            html.endDetails();
        });
        if (many) {
            html.endDetails();
        }
        html.endSection();
    }

    private void pools() {
        if (seen.pools().isEmpty()) {
            return;
        }
        html.section("pools", "Pools");
        for (PoolMap pool : seen.pools()) {
            html.element(
                    "p",
                    pool.name() + ", " + pool.family() + ", cut from " + String.join(", ", pool.cidrs())
                            + " into blocks of /" + pool.maskSize() + ": " + Wording.grouped(pool.blocks())
                            + " in all, "
                            + Wording.grouped(pool.free()) + " free.");
            if (!pool.given().isEmpty()) {
                table(
                        "Blocks of " + pool.name() + ", " + pool.family(),
                        Column.of("block", "node"),
                        pool.given().stream()
                                .map(given -> Field.row(given.cidr(), given.node()))
                                .toList());
            }
        }
        html.endSection();
    }

    private void plan() {
        html.section("plan", "Comparison with the plan");
        if (!view.note().isEmpty()) {
            html.element("p", view.note());
        }
        List<Fact> facts = view.facts();
        long differing = facts.stream().filter(fact -> !fact.agrees()).count();
        if (view.plan().isPresent()) {
            html.element(
                    "p",
                    differing == 0
                            ? "All " + facts.size() + " facts are as labctl plan predicts."
                            : Wording.counted(differing, "fact") + " of " + facts.size() + " not as planned.");
            table(
                    "What was planned and what is there",
                    Column.of("what", "planned", "seen", "verdict"),
                    facts.stream()
                            .map(fact -> Field.row(
                                    fact.what(),
                                    fact.planned(),
                                    fact.seen(),
                                    fact.agrees() ? new Field("as planned", "good") : new Field("≠ differs", "bad")))
                            .toList());
        }
        html.endSection();
    }
}
