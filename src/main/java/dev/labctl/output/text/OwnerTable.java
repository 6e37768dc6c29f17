package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who has the addresses of a node, as text. */
final class OwnerTable {
    /** So many runs of addresses are told of each owner. */
    private static final int RUNS = 16;

    private OwnerTable() {}

    /**
     * The owners, the pods of a workload as one.
     *
     * @param workloads see {@link IpamWords#workloads}
     */
    static List<String> lines(List<LiveNode> nodes, Map<String, String> workloads, Style style) {
        TextTable table = new TextTable(style, "Owners").right("pods").left("addresses");
        nodes.forEach(node -> rows(table, node, workloads, style));
        return nodes.isEmpty() ? List.of() : table.lines();
    }

    private static void rows(TextTable table, LiveNode node, Map<String, String> workloads, Style style) {
        table.row(List.of(Cell.of(node.name())));
        Map<String, List<Address>> owners = new LinkedHashMap<>();
        for (boolean pods : new boolean[] {false, true}) {
            node.blocks().stream()
                    .flatMap(block -> block.addresses().stream())
                    .filter(address -> address.isPods() == pods)
                    .forEach(address -> owners.computeIfAbsent(
                                    IpamWords.owner(address, workloads), any -> new ArrayList<>())
                            .add(address));
        }
        owners.forEach((owner, addresses) -> table.row(List.of(
                Cell.of("  " + owner),
                Cell.of(addresses.get(0).isPods() ? String.valueOf(pods(addresses)) : ""),
                Cell.of(listed(addresses)))));
        IpamWords.lackingOf(node.waiting())
                .forEach((workload, pods) -> table.row(List.of(
                        Cell.of("  " + workload),
                        Cell.of(style, Colour.RED, String.valueOf(pods.size())),
                        Cell.of("none: " + IpamWords.reasons(pods)))));
        if (owners.isEmpty() && node.waiting().isEmpty()) {
            table.row(List.of(Cell.of("  nobody")));
        }
    }

    private static long pods(List<Address> addresses) {
        return addresses.stream().map(Address::owner).distinct().count();
    }

    private static String listed(List<Address> addresses) {
        List<String> runs = IpamWords.runs(addresses.stream().map(Address::ip).toList());
        return runs.size() <= RUNS ? String.join(", ", runs) : String.join(", ", runs.subList(0, RUNS)) + " and others";
    }

    /** Every address of a node that can be given out, in order. */
    static List<String> every(LiveNode node, Style style) {
        TextTable table = new TextTable(style, "Addresses").left("whose");
        node.blocks().stream()
                .flatMap(block -> AddressRow.of(block).stream())
                .forEach(row -> table.row(List.of(
                        Cell.of(row.addresses()),
                        row.free() ? Cell.of(style, Colour.FAINT, row.whose()) : Cell.of(row.whose()))));
        return table.lines();
    }
}
