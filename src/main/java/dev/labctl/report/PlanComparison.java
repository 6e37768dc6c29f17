package dev.labctl.report;

import dev.labctl.ipam.Cidr;
import dev.labctl.report.AddressView.Block;
import dev.labctl.report.AddressView.Node;
import dev.labctl.report.AddressView.Pool;
import dev.labctl.report.AddressView.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares a prediction with an observation, fact by fact. What the prediction leaves open agrees with anything that fits. */
public final class PlanComparison {
    private final AddressView plan;
    private final AddressView seen;
    private final List<Fact> facts = new ArrayList<>();

    private PlanComparison(AddressView plan, AddressView seen) {
        this.plan = plan;
        this.seen = seen;
    }

    /**
     * One thing that was predicted and can be observed.
     *
     * @param what it is, such as {@code default/nginx, pods that run}
     * @param planned the value, or all that are possible
     * @param seen the value
     */
    public record Fact(String what, String planned, String seen, boolean agrees) {}

    static List<Fact> of(AddressView plan, AddressView seen) {
        PlanComparison comparison = new PlanComparison(plan, seen);
        comparison.workloads();
        comparison.nodes();
        comparison.pools();
        return List.copyOf(comparison.facts);
    }

    private void fact(String what, String planned, String real, boolean agrees) {
        facts.add(new Fact(what, planned, real, agrees));
    }

    private void workloads() {
        Map<String, Workload> real = byName(seen.workloads(), PlanComparison::name);
        for (Workload planned : plan.workloads()) {
            Workload found = real.get(name(planned));
            String what = planned.name();
            if (found == null) {
                fact(what, pods(planned), "missing", planned.pods().wanted() == 0);
                continue;
            }
            if (planned.pods().wanted() != found.pods().wanted()) {
                fact(
                        what + ", pods wanted",
                        "" + planned.pods().wanted(),
                        "" + found.pods().wanted(),
                        false);
            }
            int runs = found.pods().running().max();
            fact(
                    what + ", pods that run",
                    planned.pods().running().toString(),
                    "" + runs,
                    planned.pods().running().contains(runs));
        }
        Map<String, Workload> expected = byName(plan.workloads(), PlanComparison::name);
        seen.workloads().stream()
                .filter(found -> !expected.containsKey(name(found)))
                .forEach(found -> fact(found.name(), "not planned", pods(found), false));
    }

    private static String pods(Workload workload) {
        return workload.pods().kind() + " with " + workload.pods().wanted()
                + (workload.pods().wanted() == 1 ? " pod" : " pods");
    }

    private static String name(Workload workload) {
        return workload.pods().kind() + " " + workload.name();
    }

    private void nodes() {
        fact(
                "nodes",
                "" + plan.nodes().size(),
                "" + seen.nodes().size(),
                plan.nodes().size() == seen.nodes().size());
        Map<String, Node> planned = byName(plan.nodes(), Node::name);
        for (Node node : seen.nodes()) {
            Optional.ofNullable(planned.get(node.name()))
                    .ifPresent(expected -> node.blocks().forEach(block -> block(expected, block, node.name())));
        }
    }

    private void block(Node planned, Block block, String node) {
        List<Block> shares = planned.blocks().stream()
                .filter(share -> share.pool().equals(block.pool()) && share.family() == block.family())
                .toList();
        List<String> rows = shares.stream()
                .flatMap(share -> share.rows().stream())
                .distinct()
                .toList();
        Cidr cidr = Cidr.parse(block.cidr().orElseThrow());
        fact(
                node + ", block of " + block.pool(),
                rows.isEmpty() ? "none" : String.join(", ", rows).replace("-", " to "),
                cidr.toString(),
                rows.stream().anyMatch(row -> holds(row, cidr)));
    }

    /** Whether a row, {@code BLOCK} or {@code FIRST-LAST}, has the block. */
    private static boolean holds(String row, Cidr block) {
        int dash = row.indexOf('-');
        Cidr first = Cidr.parseMasked(dash < 0 ? row : row.substring(0, dash));
        Cidr last = Cidr.parseMasked(row.substring(dash + 1));
        return first.prefixLength() == block.prefixLength()
                && first.compareTo(block) <= 0
                && last.compareTo(block) >= 0;
    }

    private void pools() {
        Map<String, Pool> real = byName(seen.pools(), PlanComparison::name);
        for (Pool pool : plan.pools()) {
            Optional.ofNullable(real.get(name(pool)))
                    .ifPresent(found -> fact(
                            "pool " + name(pool) + ", free blocks",
                            pool.free() + " of " + pool.blocks() + " or more",
                            found.free() + " of " + found.blocks(),
                            found.blocks() == pool.blocks() && found.free() >= pool.free()));
        }
    }

    private static String name(Pool pool) {
        return pool.name() + " " + pool.family();
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        return items.stream().collect(Collectors.toMap(name, Function.identity(), (first, second) -> first));
    }
}
