package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The nodes of a cluster as text: each block to scale, with what is used and free of it. */
final class LiveNodeTable {
    private final Style style;
    private final BarText bars;
    private final List<LiveNode> nodes;
    private final List<LiveNode> shown;
    private final boolean pools;
    private final boolean waiting;

    private LiveNodeTable(List<LiveNode> nodes, Style style) {
        this.style = style;
        this.bars = new BarText(style);
        this.nodes = nodes;
        this.shown = nodes.subList(0, Math.min(LiveNode.MOST, nodes.size()));
        this.pools = shown.stream()
                        .flatMap(node -> node.blocks().stream())
                        .map(Block::pool)
                        .distinct()
                        .count()
                > 1;
        this.waiting = shown.stream().anyMatch(node -> !node.waiting().isEmpty());
    }

    static List<String> lines(List<LiveNode> nodes, Style style) {
        LiveNodeTable table = new LiveNodeTable(nodes, style);
        List<String> lines = new ArrayList<>(table.bars.fitted(table::table));
        table.notes().forEach(note -> lines.addAll(Paragraph.lines(Cell.of("  "), note, style)));
        return lines;
    }

    private TextTable table(int bar) {
        TextTable table = new TextTable(style, "Nodes").left("block");
        if (pools) {
            table.left("pool");
        }
        table.left("addresses").right("used").right("free");
        if (waiting) {
            table.right("stuck");
        }
        for (LiveNode node : shown) {
            Cell name = Cell.of(node.name());
            if (node.blocks().isEmpty()) {
                table.row(List.of(name, Cell.of("none")));
            }
            for (Block block : node.blocks()) {
                table.row(cells(name, node, block, bar));
                name = Cell.EMPTY;
            }
        }
        return table;
    }

    private List<Cell> cells(Cell name, LiveNode node, Block block, int width) {
        List<Cell> cells = new ArrayList<>(List.of(name, Cell.of(block.cidr().toString())));
        if (pools) {
            cells.add(Cell.of(block.pool()));
        }
        cells.add(bars.of(node.bar(block, width)));
        cells.add(Cell.of(String.valueOf(block.addresses().size())));
        cells.add(Cell.of(String.valueOf(block.free())));
        int stuck = node.waitingFor(block).size();
        if (waiting && stuck > 0) {
            cells.add(Cell.of(style, Colour.RED, String.valueOf(stuck)));
        }
        return cells;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (LiveNode node : shown) {
            node.node().error().ifPresent(error -> notes.add("! " + node.name() + ": " + error));
            IpamWords.lacking(node.waitingForNone())
                    .forEach(lack -> notes.add("! " + node.name() + ", no block of that pool: " + lack));
        }
        String further = IpamWords.further(nodes);
        if (!further.isEmpty()) {
            notes.add(further + " `--node NAME` shows one, `-o json` all of them.");
        }
        notes.addAll(ignored());
        String legend = legend();
        if (!legend.isEmpty()) {
            notes.add(legend);
        }
        return notes;
    }

    /** Readers look for addresses there, in vain. */
    private List<String> ignored() {
        List<String> ignored = nodes.stream()
                .flatMap(node -> node.node().ignored().stream())
                .map(Object::toString)
                .toList();
        if (ignored.isEmpty()) {
            return List.of();
        }
        String what = ignored.size() <= LiveNode.MOST / 2
                ? String.join(", ", ignored)
                : ignored.get(0) + " and " + (ignored.size() - 1) + " others";
        return List.of("Not used in this mode: what stands in Node.spec.podCIDR (" + what + ").");
    }

    private String legend() {
        Set<String> owners = shown.stream()
                .flatMap(node -> node.blocks().stream())
                .flatMap(block -> block.reserved().stream())
                .map(Address::owner)
                .collect(Collectors.toSet());
        List<String> purposes = Stream.of("router", "health", "ingress")
                .filter(owners::contains)
                .toList();
        List<String> legend = new ArrayList<>();
        if (!purposes.isEmpty()) {
            legend.add(bars.reserved() + " " + String.join(", ", purposes));
        }
        if (any(AddressBar::taken)) {
            legend.add(bars.taken() + " a pod's");
        }
        if (any(AddressBar::free)) {
            legend.add(bars.free() + " free");
        }
        if (any(AddressBar::over)) {
            legend.add(bars.stuck() + " a pod without an address");
        }
        return String.join("; ", legend);
    }

    private boolean any(ToIntFunction<AddressBar> kind) {
        return shown.stream().anyMatch(node -> node.blocks().stream()
                .anyMatch(block -> kind.applyAsInt(node.bar(block, BarText.LONGEST)) > 0));
    }
}
