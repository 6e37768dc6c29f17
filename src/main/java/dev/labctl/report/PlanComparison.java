package dev.labctl.report;

import dev.labctl.ipam.Cidr;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what was planned against what is real, fact by fact. What the plan leaves open agrees with anything that fits. */
public final class PlanComparison {
    private final AddressPlan plan;
    private final AddressPlan seen;
    private final List<Fact> facts = new ArrayList<>();

    private PlanComparison(AddressPlan plan, AddressPlan seen) {
        this.plan = plan;
        this.seen = seen;
    }

    /**
     * One thing that was planned and can be seen.
     *
     * @param what it is, such as {@code default/nginx, pods that run}
     * @param planned the value, or all that are possible
     * @param seen the value
     */
    public record Fact(String what, String planned, String seen, boolean agrees) {}

    static List<Fact> of(AddressPlan plan, AddressPlan seen) {
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
        Map<String, WorkloadPlan> real = byName(seen.workloads(), PlanComparison::name);
        for (WorkloadPlan planned : plan.workloads()) {
            WorkloadPlan found = real.get(name(planned));
            String what = planned.namespace() + "/" + planned.name();
            if (found == null) {
                fact(what, pods(planned), "not there", planned.wanted() == 0);
                continue;
            }
            if (planned.wanted() != found.wanted()) {
                fact(what + ", pods wanted", "" + planned.wanted(), "" + found.wanted(), false);
            }
            int runs = found.running().max();
            fact(
                    what + ", pods that run",
                    planned.running().toString(),
                    "" + runs,
                    planned.running().contains(runs));
        }
        Map<String, WorkloadPlan> expected = byName(plan.workloads(), PlanComparison::name);
        seen.workloads().stream()
                .filter(found -> !expected.containsKey(name(found)))
                .forEach(found -> fact(found.namespace() + "/" + found.name(), "not planned", pods(found), false));
    }

    private static String pods(WorkloadPlan workload) {
        return workload.kind() + " with " + workload.wanted() + (workload.wanted() == 1 ? " pod" : " pods");
    }

    private static String name(WorkloadPlan workload) {
        return workload.kind() + " " + workload.namespace() + "/" + workload.name();
    }

    private void nodes() {
        fact(
                "nodes",
                "" + plan.nodes().size(),
                "" + seen.nodes().size(),
                plan.nodes().size() == seen.nodes().size());
        Map<String, NodePlan> planned = byName(plan.nodes(), NodePlan::name);
        for (NodePlan node : seen.nodes()) {
            Optional.ofNullable(planned.get(node.name()))
                    .ifPresent(expected -> node.cidrs().forEach(block -> block(expected, block, node.name())));
        }
    }

    private void block(NodePlan planned, CidrPlan block, String node) {
        List<CidrPlan> shares = planned.cidrs().stream()
                .filter(share -> share.pool().equals(block.pool()) && share.family() == block.family())
                .toList();
        List<String> rows = shares.stream()
                .flatMap(share -> rows(share).stream())
                .distinct()
                .toList();
        Cidr cidr = Cidr.parse(block.cidr().orElseThrow());
        fact(
                node + ", block of " + block.pool(),
                rows.isEmpty() ? "none" : String.join(", ", rows).replace("-", " to "),
                cidr.toString(),
                rows.stream().anyMatch(row -> holds(row, cidr)));
    }

    private static List<String> rows(CidrPlan share) {
        return share.cidr().map(List::of).orElse(share.blocks());
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
        Map<String, PoolPlan> real = byName(seen.pools(), PlanComparison::name);
        for (PoolPlan pool : plan.pools()) {
            Optional.ofNullable(real.get(name(pool)))
                    .ifPresent(found -> fact(
                            "pool " + name(pool) + ", free blocks",
                            pool.free() + " of " + pool.blocks() + " or more",
                            found.free() + " of " + found.blocks(),
                            found.blocks() == pool.blocks() && found.free() >= pool.free()));
        }
    }

    private static String name(PoolPlan pool) {
        return pool.name() + " " + pool.family();
    }

    private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
        return items.stream().collect(Collectors.toMap(name, Function.identity(), (first, second) -> first));
    }
}
