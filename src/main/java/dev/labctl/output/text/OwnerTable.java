package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The owners of nodes' addresses, as text. */
final class OwnerTable {
    /** At most this many runs of addresses are listed of each owner. */
    private static final int RUNS = 16;

    private OwnerTable() {}

    /** The owners, the pods of a workload as one. */
    static List<String> lines(List<NodeRow> rows, Style style) {
        TextTable table = new TextTable(style, "Owners").right("pods").left("addresses");
        rows.forEach(row -> rows(table, row.node(), style));
        return rows.isEmpty() ? List.of() : table.lines();
    }

    private static void rows(TextTable table, NodeMap node, Style style) {
        table.row(List.of(Span.of(node.name())));
        Map<String, List<Address>> owners = new LinkedHashMap<>();
        node.blocks().stream()
                .flatMap(block -> block.addresses().stream())
                .sorted(Comparator.comparing(Address::isPods))
                .forEach(address -> owners.computeIfAbsent(address.workload(), any -> new ArrayList<>())
                        .add(address));
        owners.forEach((owner, addresses) -> table.row(List.of(
                Span.of("  " + owner),
                Span.of(addresses.get(0).isPods() ? String.valueOf(pods(addresses)) : ""),
                Span.of(listed(addresses)))));
        Map<String, List<StuckPod>> waiting = AddressPhrases.byWorkload(node.waiting());
        waiting.forEach((workload, pods) -> table.row(List.of(
                Span.of("  " + workload),
                Span.of(style, Colour.RED, String.valueOf(pods.size())),
                Span.of("none: " + AddressPhrases.reasons(pods)))));
        if (owners.isEmpty() && waiting.isEmpty()) {
            table.row(List.of(Span.of("  none")));
        }
    }

    private static long pods(List<Address> addresses) {
        return addresses.stream().map(Address::owner).distinct().count();
    }

    private static String listed(List<Address> addresses) {
        List<String> runs =
                AddressPhrases.runs(addresses.stream().map(Address::ip).toList());
        return runs.size() <= RUNS ? String.join(", ", runs) : String.join(", ", runs.subList(0, RUNS)) + " and others";
    }

    /** Every address of a node that can be allocated, in order. */
    static List<String> every(NodeRow row, Style style) {
        TextTable table = new TextTable(style, "Addresses").left("owner");
        row.blocks().stream()
                .flatMap(block -> AddressRow.of(block).stream())
                .forEach(address -> table.row(List.of(
                        Span.of(address.addresses()),
                        address.free() ? Span.of(style, Colour.FAINT, address.owner()) : Span.of(address.owner()))));
        return table.lines();
    }
}
