package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node as it is shown, and how many further ones differ in nothing but their names and which block is theirs. */
public record NodeRow(NodeMap node, int alike) {
    /** At most this many rows are shown. */
    public static final int MOST = 12;

    private static final Comparator<NodeRow> WORST_FIRST = Comparator.comparing(
                    (NodeRow row) -> row.node().error().isEmpty())
            .thenComparing(row -> -row.node().waiting().size())
            .thenComparing(row -> row.node().usable() == 0
                    ? 0
                    : (double) row.node().free() / row.node().usable())
            .thenComparing(NodeRow::name);

    /** What makes predicted nodes alike: everything but their names and, where it is known, which block is theirs. */
    private static List<Object> kind(NodeMap node) {
        List<Object> kind = new ArrayList<>(List.of(node.error().isPresent()));
        node.blocks()
                .forEach(block -> kind.add(List.of(
                        block.cidr().map(Cidr::prefixLength),
                        block.candidates(),
                        block.pool(),
                        block.family(),
                        block.usable(),
                        block.reserved(),
                        block.slots(),
                        block.pods())));
        return kind;
    }

    /** All nodes in their order; of many, observed ones worst first and predicted ones by what makes them alike. */
    public static List<NodeRow> all(AddressMap view) {
        Stream<NodeRow> rows = view.nodes().stream().map(node -> new NodeRow(node, 0));
        if (view.nodes().size() <= MOST) {
            return rows.toList();
        }
        if (view.observed()) {
            return rows.sorted(WORST_FIRST).toList();
        }
        Map<List<Object>, NodeRow> kinds = rows.collect(Collectors.toMap(
                row -> kind(row.node()),
                row -> row,
                (first, next) -> new NodeRow(first.node(), first.alike() + 1),
                LinkedHashMap::new));
        return new ArrayList<>(kinds.values());
    }

    /** The rows that are shown. */
    public static List<NodeRow> shown(AddressMap view) {
        return all(view).stream().limit(MOST).toList();
    }

    /** The nodes that are not shown, in one sentence; empty where there are none. */
    public static String further(AddressMap view) {
        List<NodeRow> rest = all(view).stream().skip(MOST).toList();
        if (rest.isEmpty()) {
            return "";
        }
        if (!view.observed()) {
            long nodes = rest.stream().mapToLong(row -> row.alike() + 1).sum();
            return Wording.counted(nodes, "more node") + (nodes == 1 ? " differs" : " differ") + " from these.";
        }
        long full = rest.stream().filter(row -> row.node().full()).count();
        return Wording.counted(rest.size(), "more node") + ": "
                + Wording.grouped(
                        rest.stream().mapToLong(row -> row.node().used()).sum()) + " of "
                + Wording.grouped(
                        rest.stream().mapToLong(row -> row.node().usable()).sum())
                + " addresses used, " + Wording.orNone(full) + (full > 1 ? " are full." : " is full.");
    }

    /** The blocks of all rows. */
    public static Stream<Block> blocks(List<NodeRow> rows) {
        return rows.stream().flatMap(row -> row.blocks().stream());
    }

    public String name() {
        return node.name();
    }

    public List<Block> blocks() {
        return node.blocks();
    }
}
