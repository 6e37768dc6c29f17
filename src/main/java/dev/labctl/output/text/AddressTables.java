package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.failure.Wording;
import dev.labctl.lab.Range;
import dev.labctl.output.text.Style.Colour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of an address map but that of its nodes, as lines; none where a table would be empty. */
final class AddressTables {
    /** Of more workloads those alone are listed that have, or may have, stuck pods, and of these as many. */
    static final int MANY_WORKLOADS = 20;

    /** At most this many runs of addresses are listed of each owner. */
    private static final int RUNS = 16;

    /** The owner of addresses that the agent holds for pods that do not exist. */
    private static final String LEAKED = "leaked: no such pods";

    /** At most this many blocks of a pool are listed one by one. */
    private static final int BLOCKS = 12;

    /** A pool of more blocks is drawn to scale. */
    private static final int CELLS = 10;

    private AddressTables() {}

    /** How many pods each workload wants, how many of them run, and where. */
    static List<String> workloads(AddressMap map, Style style) {
        List<WorkloadPods> workloads = map.workloads();
        if (workloads.isEmpty()) {
            return List.of();
        }
        boolean many = workloads.size() > MANY_WORKLOADS;
        List<WorkloadPods> shown = workloads.stream()
                .filter(pods -> !many || pods.stuck().max() > 0)
                .sorted(Comparator.comparing(pods -> many ? -pods.stuck().max() : 0))
                .limit(MANY_WORKLOADS)
                .toList();
        TextTable table = new TextTable(style, "Pods", "#wanted", "#run", "#stuck", "where");
        shown.forEach(pods ->
                table.row(pods.fullName(), pods.wanted(), range(pods.running()), stuck(pods, style), pods.where()));
        List<String> lines = new ArrayList<>(table.lines());
        List<WorkloadPods> others = new ArrayList<>(workloads);
        others.removeAll(shown);
        if (!others.isEmpty()) {
            boolean run = others.stream().allMatch(pods -> pods.stuck().max() == 0);
            long wanted = others.stream().mapToLong(WorkloadPods::wanted).sum();
            lines.add("  and " + others.size() + " more with " + Wording.grouped(wanted) + " pods"
                    + (run ? ", which all run" : "") + "; `-o json` shows all of them");
        }
        return lines;
    }

    private static Span stuck(WorkloadPods pods, Style style) {
        String stuck = range(pods.stuck());
        return pods.stuck().max() == 0
                ? Span.of(stuck)
                : Span.of(style, pods.stuck().min() == 0 ? Colour.YELLOW : Colour.RED, stuck);
    }

    /** {@code 4}, {@code 1-4}. */
    private static String range(Range range) {
        return range.min() == range.max() ? String.valueOf(range.min()) : range.min() + "-" + range.max();
    }

    /** How many blocks each pool is cut into, and how many of them are free. */
    static List<String> pools(AddressMap map, Style style) {
        TextTable table = new TextTable(style, "Pools", "", "blocks", "#size", "#all", "#free", "cut from");
        for (PoolMap pool : map.pools()) {
            int width = (int) Math.min(pool.blocks(), CELLS);
            table.row(
                    pool.name(),
                    pool.family(),
                    AddressBar.of(0, pool.blocks(), pool.blocks() - pool.free(), Math.max(8, width))
                            .in(style),
                    "/" + pool.maskSize(),
                    pool.blocks(),
                    pool.free(),
                    String.join(", ", pool.cidrs()));
        }
        return map.pools().isEmpty() ? List.of() : table.lines();
    }

    /** The blocks of small pools and the nodes that have them. */
    static List<String> blocks(AddressMap map, Style style) {
        List<PoolMap> few = map.pools().stream()
                .filter(pool -> pool.given().size() <= BLOCKS && pool.blocks() > 0)
                .toList();
        Span free = Span.of(style, Colour.FAINT, "free");
        TextTable table = new TextTable(style, "Blocks", "pool", "node");
        for (PoolMap pool : few) {
            List<Given> rows = new ArrayList<>(pool.given());
            AddressPhrases.fewFree(pool).forEach(cidr -> rows.add(new Given(cidr, "")));
            rows.sort(Comparator.comparing(Given::cidr));
            rows.forEach(row -> table.row(row.cidr(), pool.name(), row.node().isEmpty() ? free : row.node()));
            if (AddressPhrases.fewFree(pool).isEmpty() && pool.free() > 0) {
                table.row(Wording.grouped(pool.free()) + " more", pool.name(), free);
            }
        }
        return few.isEmpty() ? List.of() : table.lines();
    }

    /** The owners of nodes' addresses, the pods of a workload as one. */
    static List<String> owners(List<NodeMap> nodes, Style style) {
        TextTable table = new TextTable(style, "Owners", "#pods", "addresses");
        nodes.forEach(node -> owners(table, node, style));
        return nodes.isEmpty() ? List.of() : table.lines();
    }

    private static void owners(TextTable table, NodeMap node, Style style) {
        table.row(node.name());
        Map<String, List<Address>> owners = new LinkedHashMap<>();
        node.blocks().stream()
                .flatMap(block -> block.addresses().stream())
                .sorted(Comparator.comparing(Address::isPods))
                .forEach(address -> owners.computeIfAbsent(
                                address.leaked() ? LEAKED : address.workload(), any -> new ArrayList<>())
                        .add(address));
        owners.forEach((owner, addresses) -> table.row("  " + owner, pods(addresses), listed(addresses)));
        Map<String, List<StuckPod>> waiting = AddressPhrases.byWorkload(node.waiting());
        waiting.forEach((workload, pods) -> table.row(
                "  " + workload,
                Span.of(style, Colour.RED, String.valueOf(pods.size())),
                "none: " + AddressPhrases.reasons(pods)));
        if (node.unowned() > 0) {
            table.row("  no known owner", "", Wording.grouped(node.unowned()) + " more, which are not free either");
        }
        if (owners.isEmpty() && waiting.isEmpty()) {
            table.row("  none");
        }
    }

    private static Object pods(List<Address> addresses) {
        return addresses.get(0).isPods()
                ? addresses.stream().map(Address::owner).distinct().count()
                : "";
    }

    private static String listed(List<Address> addresses) {
        List<String> runs =
                AddressPhrases.runs(addresses.stream().map(Address::ip).toList());
        return runs.size() <= RUNS ? String.join(", ", runs) : String.join(", ", runs.subList(0, RUNS)) + " and others";
    }

    /** Every address of a node that can be allocated, in order. */
    static List<String> addresses(NodeRow row, Style style) {
        TextTable table = new TextTable(style, "Addresses", "owner");
        row.blocks().stream()
                .flatMap(block -> AddressRow.of(block).stream())
                .forEach(address -> table.row(
                        address.addresses(),
                        address.free() ? Span.of(style, Colour.FAINT, address.owner()) : address.owner()));
        return table.lines();
    }
}
