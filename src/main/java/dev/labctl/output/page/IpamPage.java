package dev.labctl.output.page;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.ipam.Cidr;
import dev.labctl.output.page.Html.Column;
import dev.labctl.output.page.Html.Field;
import dev.labctl.output.picture.AddressDrawing;
import dev.labctl.output.picture.IpamSvg;
import dev.labctl.output.picture.Svg;
import dev.labctl.output.text.AddressRow;
import dev.labctl.output.text.IpamWords;
import dev.labctl.output.text.LiveNode;
import dev.labctl.output.text.PlanWords;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.plan.Finding;
import dev.labctl.report.IpamView;
import dev.labctl.report.PlanComparison.Fact;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An address map as a page that stands alone: no script, no font, nothing from elsewhere. Everything that the picture shows
 * is there as text as well. Of large clusters the lists are closed until the reader opens them.
 */
public final class IpamPage {
    /** More nodes, or more rows of a table, are closed at first. */
    private static final int MANY = 12;

    /** So many rows of pods and facts are told. */
    private static final int MOST_ROWS = 500;

    private final IpamView view;
    private final AddressPlan seen;
    private final List<LiveNode> nodes;
    private final Html html = new Html();

    private IpamPage(IpamView view) {
        this.view = view;
        this.seen = view.seen();
        this.nodes = LiveNode.of(view);
    }

    /**
     * The page.
     *
     * @param source where and when this was seen
     */
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
                .add("<style>\n" + PageStyle.text() + "</style>\n</head>\n<body>")
                .add("<a class=\"skip\" href=\"#pods\">Skip the picture</a>")
                .add("<header>")
                .element("h1", view.title())
                .element(
                        "p", "lead " + (errors() ? "bad" : seen.everyPodRuns() ? "good" : ""), IpamWords.headline(view))
                .element("p", IpamWords.facts(view) + ".")
                .element("p", "faint", source)
                .add("</header>\n<main>");
    }

    private boolean errors() {
        return view.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    private void picture(String source) {
        String go = AddressDrawing.canBeGoneTo(nodes) ? ", or go to it with the Tab key," : "";
        html.section("map", "The map")
                .element(
                        "p",
                        "faint",
                        "Rest the pointer on a cell" + go + " to see whose it is; the same is below as text.")
                .add("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Picture of the address map\">")
                .add(IpamSvg.part(view, source).strip())
                .add("</div>")
                .endSection();
    }

    private void findings() {
        List<Finding> findings = view.findings();
        if (findings.isEmpty()) {
            return;
        }
        html.section("findings", "Findings").add("<ul>");
        findings.stream()
                .limit(MOST_ROWS)
                .forEach(finding -> html.add("<li><span class=\""
                        + (finding.severity() == Finding.Severity.ERROR ? "bad" : "faint")
                        + "\">" + finding.severity().name().toLowerCase(Locale.ROOT) + "</span> "
                        + Svg.escaped(finding.message()) + fix(finding) + "</li>"));
        html.add("</ul>").endSection();
    }

    private static String fix(Finding finding) {
        return finding.fix().isEmpty()
                ? ""
                : ". " + Svg.escaped(finding.fix()).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    private void stuck() {
        List<StuckPod> stuck = view.stuck();
        html.section("stuck", "Stuck pods");
        if (stuck.isEmpty()) {
            html.element("p", "None: every pod is ready.").endSection();
            return;
        }
        table(
                "Pods that are not ready, and why",
                List.of(Column.text("pod"), Column.text("node"), Column.text("address"), Column.text("reason")),
                stuck.stream()
                        .map(pod -> List.of(
                                Field.of(pod.name()),
                                new Field(pod.node().orElse("none"), "name"),
                                Field.of(pod.addressed() ? "yes" : "none"),
                                Field.of(pod.words().isEmpty() ? "no event yet" : pod.words())))
                        .toList());
        html.endSection();
    }

    /** Closed where it is long, and with an end. */
    private void table(String caption, List<Column> columns, List<List<Field>> rows) {
        boolean many = rows.size() > MANY;
        if (many) {
            html.details(false, caption + " (" + PlanWords.grouped(rows.size()) + ")");
        }
        html.table(caption, columns, rows.subList(0, Math.min(MOST_ROWS, rows.size())));
        if (rows.size() > MOST_ROWS) {
            html.element(
                    "p", "And " + PlanWords.grouped(rows.size() - MOST_ROWS) + " more; labctl ipam -o json has them.");
        }
        if (many) {
            html.endDetails();
        }
    }

    private void pods() {
        Map<String, String> places = IpamWords.places(view);
        html.section("pods", "Pods");
        table(
                "Workloads and their pods",
                List.of(
                        Column.text("workload"),
                        Column.number("wanted"),
                        Column.number("run"),
                        Column.number("stuck"),
                        Column.text("where")),
                seen.workloads().stream().map(pods -> row(pods, places)).toList());
        html.endSection();
    }

    private static List<Field> row(WorkloadPlan pods, Map<String, String> places) {
        int stuck = pods.stuck().max();
        return List.of(
                Field.of(PlanWords.name(pods)),
                Field.of(pods.wanted()),
                Field.of(pods.running().max()),
                new Field(String.valueOf(stuck), stuck > 0 ? "bad" : ""),
                Field.of(IpamWords.place(places, pods)));
    }

    private void nodes() {
        html.section("nodes", "Nodes");
        table(
                "Nodes and their blocks",
                List.of(
                        Column.text("node"),
                        Column.text("block"),
                        Column.text("pool"),
                        Column.number("usable"),
                        Column.number("the agent's"),
                        Column.number("pods'"),
                        Column.number("free"),
                        Column.number("pods without")),
                nodes.stream().flatMap(node -> rows(node).stream()).toList());
        nodes.stream().limit(MANY).forEach(node -> node.node()
                .error()
                .ifPresent(error -> html.element("p", "bad", node.name() + ": " + error)));
        List<Cidr> ignored =
                nodes.stream().flatMap(node -> node.node().ignored().stream()).toList();
        if (!ignored.isEmpty()) {
            html.element(
                    "p",
                    "Not used in this mode: what stands in Node.spec.podCIDR ("
                            + ignored.stream().limit(MANY).map(Object::toString).collect(Collectors.joining(", "))
                            + (ignored.size() > MANY ? " and " + (ignored.size() - MANY) + " others" : "") + ").");
        }
        html.endSection();
    }

    private static List<List<Field>> rows(LiveNode node) {
        if (node.blocks().isEmpty()) {
            return List.of(List.of(Field.of(node.name()), Field.of("none")));
        }
        return node.blocks().stream()
                .map(block -> List.of(
                        Field.of(node.name()),
                        Field.of(block.cidr()),
                        Field.of(block.pool()),
                        Field.of(PlanWords.grouped(block.usable())),
                        Field.of(block.reserved().size()),
                        Field.of(LiveNode.pods(block)),
                        new Field(PlanWords.grouped(block.free()), block.free() == 0 ? "bad" : ""),
                        Field.of(node.waitingFor(block).size())))
                .toList();
    }

    private void addresses() {
        html.section("addresses", "Addresses");
        boolean many = nodes.size() > MANY;
        if (many) {
            html.details(false, "Every address of " + PlanWords.counted(nodes.size(), "node"));
        }
        nodes.forEach(node -> {
            html.details(
                    nodes.size() <= MANY / 2,
                    node.name() + ": " + PlanWords.grouped(node.used()) + " of " + PlanWords.grouped(node.usable())
                            + " used");
            node.blocks()
                    .forEach(block -> html.table(
                            "Block " + block.cidr() + " of " + block.pool() + ": " + IpamWords.facts(node, block),
                            List.of(Column.text("address"), Column.text("whose")),
                            AddressRow.of(block).stream()
                                    .map(row -> List.of(
                                            Field.of(row.addresses()),
                                            new Field(row.whose(), row.free() ? "faint" : "")))
                                    .toList()));
            html.endDetails();
        });
        if (many) {
            html.endDetails();
        }
        html.endSection();
    }

    private void pools() {
        if (view.map().pools().isEmpty()) {
            return;
        }
        html.section("pools", "Pools");
        for (PoolMap pool : view.map().pools()) {
            html.element(
                    "p",
                    pool.name() + ", " + pool.family() + ", cut from " + String.join(", ", pool.cidrs())
                            + " into blocks of /" + pool.maskSize() + ": " + PlanWords.grouped(pool.blocks())
                            + " in all, "
                            + PlanWords.grouped(pool.free()) + " free.");
            if (!pool.given().isEmpty()) {
                table(
                        "Blocks of " + pool.name() + ", " + pool.family(),
                        List.of(Column.text("block"), Column.text("node")),
                        pool.given().stream()
                                .map(given -> List.of(Field.of(given.cidr()), Field.of(given.node())))
                                .toList());
            }
        }
        html.endSection();
    }

    private void plan() {
        html.section("plan", "The plan beside it");
        if (!view.note().isEmpty()) {
            html.element("p", view.note());
        }
        List<Fact> facts = view.facts();
        long differing = facts.stream().filter(fact -> !fact.agrees()).count();
        if (view.plan().isPresent()) {
            html.element(
                    "p",
                    differing == 0
                            ? "All " + facts.size() + " facts are as labctl plan has them."
                            : PlanWords.counted(differing, "fact") + " of " + facts.size() + " not as planned.");
            table(
                    "What was planned and what is there",
                    List.of(Column.text("what"), Column.text("planned"), Column.text("seen"), Column.text("verdict")),
                    facts.stream()
                            .map(fact -> List.of(
                                    Field.of(fact.what()),
                                    Field.of(fact.planned()),
                                    Field.of(fact.seen()),
                                    fact.agrees() ? new Field("as planned", "good") : new Field("≠ differs", "bad")))
                            .toList());
        }
        html.endSection();
    }
}
