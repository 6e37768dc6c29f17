package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Nodes as text: the blocks of each one to scale, and what becomes of the addresses in them. */
final class NodeTable {
    private final AddressMap view;
    private final Style style;
    private final List<NodeRow> rows;

    /** Where a node's block is one of several, these are listed once, by number. */
    private final Map<List<String>, Integer> sets = new LinkedHashMap<>();

    private final boolean pools;
    private final boolean stuck;
    private final boolean pods;

    private NodeTable(AddressMap view, Style style) {
        this.view = view;
        this.style = style;
        this.rows = NodeRow.shown(view);
        this.pools = NodeRow.blocks(rows).map(Block::pool).distinct().count() > 1;
        this.stuck = view.observed()
                && rows.stream().anyMatch(row -> !row.node().waiting().isEmpty());
        this.pods = !view.observed() && NodeRow.blocks(rows).anyMatch(block -> block.pods() > 0);
        NodeRow.blocks(rows)
                .filter(Block::oneOfSeveral)
                .forEach(block -> sets.putIfAbsent(block.candidates(), sets.size() + 1));
    }

    static List<String> lines(AddressMap view, Style style) {
        NodeTable nodes = new NodeTable(view, style);
        List<String> lines = new ArrayList<>(TextTable.withBars(style, nodes::table));
        nodes.notes().forEach(note -> lines.addAll(Paragraph.lines(Span.of("  "), note, style)));
        nodes.sets.forEach((blocks, number) -> lines.addAll(
                Paragraph.lines(Span.of("  [" + number + "] "), "one of " + AddressPhrases.listed(blocks), style)));
        nodes.closing().forEach(note -> lines.addAll(Paragraph.lines(Span.of("  "), note, style)));
        return lines;
    }

    private TextTable table(int bar) {
        List<String> labels = new ArrayList<>(List.of("Nodes", "block"));
        if (pools) {
            labels.add("pool");
        }
        labels.addAll(
                view.observed()
                        ? List.of("addresses", "#used", "#free")
                        : List.of("", "addresses", "#usable", "#slots"));
        if (stuck || pods) {
            labels.add(stuck ? "#stuck" : "#pods");
        }
        TextTable table = new TextTable(style, labels.toArray(String[]::new));
        for (NodeRow row : rows) {
            String name = row.name();
            if (row.blocks().isEmpty()) {
                table.row(name, "none");
            }
            for (Block block : row.blocks()) {
                table.row(cells(name, block, bar).toArray());
                name = "";
            }
        }
        return table;
    }

    private List<Object> cells(String name, Block block, int width) {
        List<Object> cells = new ArrayList<>(List.of(name, block(block)));
        if (pools) {
            cells.add(block.pool());
        }
        if (!view.observed()) {
            cells.add(block.family());
        }
        cells.add(AddressBar.of(block, width).in(style));
        cells.add(view.observed() ? block.used() : block.usable());
        cells.add(view.observed() ? block.free() : block.slots());
        if (stuck && block.stuck() > 0) {
            cells.add(Span.of(style, Colour.RED, String.valueOf(block.stuck())));
        } else if (pods && block.pods() > 0) {
            cells.add(block.pods());
        }
        return cells;
    }

    private String block(Block block) {
        return block.cidr()
                .map(Cidr::toString)
                .or(() -> Optional.ofNullable(sets.get(block.candidates())).map(number -> "[" + number + "]"))
                .orElseGet(() -> block.candidates().isEmpty()
                        ? "-"
                        : "of " + block.candidates().get(0));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        rows.stream()
                .filter(row -> row.alike() > 0)
                .forEach(row -> notes.add(Wording.counted(row.alike(), "more node")
                        + (row.alike() == 1 ? " is" : " are") + " like " + row.name() + "."));
        String further = NodeRow.further(view);
        if (!further.isEmpty()) {
            String all = view.observed()
                    ? "`--node NAME` shows one, `-o json` all of them."
                    : "`-o json` shows all of them.";
            notes.add(further + " " + all);
        }
        troubles().forEach((trouble, nodes) -> notes.add("! " + names(nodes) + trouble));
        notes.add(AddressPhrases.ignored(view));
        notes.removeIf(String::isEmpty);
        return notes;
    }

    /** What is wrong with nodes, and on which. */
    private Map<String, List<String>> troubles() {
        Map<String, List<String>> troubles = new LinkedHashMap<>();
        Stream<NodeMap> nodes = view.observed() ? rows.stream().map(NodeRow::node) : view.nodes().stream();
        nodes.forEach(node -> AddressPhrases.troubles(node)
                .forEach(trouble -> troubles.computeIfAbsent(trouble, any -> new ArrayList<>())
                        .add(node.name())));
        return troubles;
    }

    private String names(List<String> nodes) {
        if (nodes.size() == view.nodes().size()) {
            return "";
        }
        return (nodes.size() > NodeRow.MOST ? nodes.size() + " nodes" : String.join(", ", nodes)) + ": ";
    }

    private List<String> closing() {
        List<String> closing = new ArrayList<>();
        if (!sets.isEmpty()) {
            closing.add("Which node gets which block cannot be predicted.");
        }
        List<String> legend = new ArrayList<>();
        String reserved = AddressPhrases.reserved(rows);
        if (!reserved.isEmpty()) {
            legend.add(AddressBar.RESERVED + " " + reserved);
        }
        legend(legend, AddressBar::taken, AddressBar.taken(style) + " used by a pod");
        legend(legend, AddressBar::free, AddressBar.free(style) + " free");
        legend(legend, AddressBar::over, AddressBar.stuck(style) + " pod without an address");
        long elsewhere = view.workloads().stream()
                .filter(workload -> workload.node().isEmpty())
                .mapToLong(workload -> workload.wanted())
                .sum();
        if (pods && elsewhere > 0) {
            legend.add("pods: those that can run on that node alone; " + Wording.grouped(elsewhere)
                    + " more run where they fit");
        }
        closing.add(String.join("; ", legend));
        closing.removeIf(String::isEmpty);
        return closing;
    }

    /** Adds words where there is something of the kind, whatever the width of the bars. */
    private void legend(List<String> legend, ToIntFunction<AddressBar> kind, String words) {
        if (NodeRow.blocks(rows).anyMatch(block -> kind.applyAsInt(AddressBar.of(block, AddressBar.LONGEST)) > 0)) {
            legend.add(words);
        }
    }
}
