package dev.labctl.output.text;

import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The nodes of a plan as text: which block each one has, and what becomes of the addresses in it. */
final class NodeTable {
    private final AddressPlan plan;
    private final Style style;
    private final BarText bars;
    private final List<NodeRow> rows;

    /** Where a node's block is one of several, these are listed once, by number. */
    private final Map<List<String>, Integer> sets = new LinkedHashMap<>();

    private final boolean pools;
    private final boolean pods;

    private NodeTable(AddressPlan plan, Style style) {
        this.plan = plan;
        this.style = style;
        this.bars = new BarText(style);
        this.rows = NodeRow.of(plan).stream().limit(NodeRow.MOST).toList();
        this.pools = shares().map(CidrPlan::pool).distinct().count() > 1;
        this.pods = rows.stream().anyMatch(row -> row.node().cidrs().stream().anyMatch(share -> row.podsOf(share) > 0));
        shares().filter(share -> NodeRow.ofSeveral(share))
                .forEach(share -> sets.putIfAbsent(share.blocks(), sets.size() + 1));
    }

    private Stream<CidrPlan> shares() {
        return rows.stream().flatMap(row -> row.node().cidrs().stream());
    }

    static List<String> lines(AddressPlan plan, Style style) {
        NodeTable nodes = new NodeTable(plan, style);
        List<String> lines = new ArrayList<>(nodes.bars.fitted(nodes::table));
        nodes.notes().forEach(note -> lines.addAll(Paragraph.lines(Cell.of("  "), note, style)));
        nodes.blocks().forEach((lead, blocks) -> lines.addAll(Paragraph.lines(Cell.of(lead), blocks, style)));
        if (!nodes.legend().isEmpty()) {
            lines.addAll(Paragraph.lines(Cell.of("  "), String.join("; ", nodes.legend()), style));
        }
        return lines;
    }

    private TextTable table(int bar) {
        TextTable table = new TextTable(style, "Nodes").left("block");
        if (pools) {
            table.left("pool");
        }
        table.left("").left("addresses").right("usable").right("slots");
        if (pods) {
            table.right("pods");
        }
        for (NodeRow row : rows) {
            Cell name = Cell.of(row.node().name());
            if (row.node().cidrs().isEmpty()) {
                table.row(List.of(name, Cell.of("none")));
            }
            for (CidrPlan share : row.node().cidrs()) {
                table.row(cells(name, row, share, bar));
                name = Cell.EMPTY;
            }
        }
        return table;
    }

    private List<Cell> cells(Cell name, NodeRow row, CidrPlan share, int width) {
        List<Cell> cells = new ArrayList<>(List.of(name, Cell.of(block(share))));
        if (pools) {
            cells.add(Cell.of(share.pool()));
        }
        cells.add(Cell.of(share.family().toString()));
        cells.add(bars.of(AddressBar.of(NodeRow.reserved(share), share.slots(), row.podsOf(share), width)));
        cells.add(Cell.of(String.valueOf(share.usable())));
        cells.add(Cell.of(String.valueOf(share.slots())));
        if (pods && row.podsOf(share) > 0) {
            cells.add(Cell.of(String.valueOf(row.podsOf(share))));
        }
        return cells;
    }

    private String block(CidrPlan share) {
        return share.cidr()
                .or(() -> Optional.ofNullable(sets.get(share.blocks())).map(number -> "[" + number + "]"))
                .orElseGet(() ->
                        share.blocks().isEmpty() ? "-" : "of " + share.blocks().get(0));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        rows.stream()
                .filter(row -> row.alike() > 0)
                .forEach(row -> notes.add((row.alike() == 1 ? "1 more node is" : row.alike() + " more nodes are")
                        + " like " + row.node().name() + "."));
        long further = NodeRow.of(plan).stream()
                .skip(rows.size())
                .mapToLong(row -> row.alike() + 1)
                .sum();
        if (further > 0) {
            notes.add(further + " further nodes are left out here; `-o json` has them all.");
        }
        errors().forEach((error, names) -> notes.add("! " + names + error));
        return notes;
    }

    /** The sets of blocks by what stands before each. */
    private Map<String, String> blocks() {
        Map<String, String> lines = new LinkedHashMap<>();
        sets.forEach((blocks, number) -> lines.put("  [" + number + "] ", "one of " + NodeRow.listed(blocks)));
        if (!sets.isEmpty()) {
            lines.put("  ", "Which node gets which block is left to chance.");
        }
        return lines;
    }

    /** What may go wrong with nodes, and on which. */
    private Map<String, String> errors() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (NodePlan node : plan.nodes()) {
            node.error().ifPresent(error -> names.computeIfAbsent(error, any -> new ArrayList<>())
                    .add(node.name()));
        }
        Map<String, String> errors = new LinkedHashMap<>();
        names.forEach((error, nodes) -> errors.put(
                error,
                nodes.size() == plan.nodes().size()
                        ? ""
                        : (nodes.size() > NodeRow.MOST ? nodes.size() + " nodes" : String.join(", ", nodes)) + ": "));
        return errors;
    }

    private List<String> legend() {
        List<String> legend = new ArrayList<>();
        List<String> purposes = NodeRow.purposes(shares());
        if (!purposes.isEmpty()) {
            legend.add(bars.reserved() + " reserved: " + String.join(", ", purposes));
        }
        if (rows.stream().anyMatch(row -> row.has(AddressBar::taken))) {
            legend.add(bars.taken() + " slot that a pod takes");
        }
        if (rows.stream().anyMatch(row -> row.has(AddressBar::free))) {
            legend.add(bars.free() + " free slot");
        }
        if (rows.stream().anyMatch(row -> row.has(AddressBar::over))) {
            legend.add(bars.stuck() + " pod without a slot");
        }
        long elsewhere = PlanWords.wanted(
                plan.workloads().stream().filter(pods -> pods.node().isEmpty()).toList());
        if (pods && elsewhere > 0) {
            legend.add("pods: those that go to that node alone, " + elsewhere + " more go where they fit");
        }
        return legend;
    }
}
