package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.ipam.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares a prediction with an observation, fact by fact. What the prediction leaves open agrees with anything that fits. */
public final class PlanComparison {
    private final AddressMap plan;
    private final AddressMap seen;
    private final List<Fact> facts = new ArrayList<>();

    private PlanComparison(AddressMap plan, AddressMap seen) {
        this.plan = plan;
        this.seen = seen;
    }

    /** A prediction, such as of {@code default/nginx, pods that run}: all possible values, and the one seen. */
    public record Fact(String what, String planned, String seen, boolean agrees) {}

    static List<Fact> of(AddressMap plan, AddressMap seen) {
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
        Map<String, WorkloadPods> real = byName(seen.workloads());
        for (WorkloadPods planned : plan.workloads()) {
            WorkloadPods found = real.get(name(planned));
            String what = planned.fullName();
            if (found == null) {
                fact(what, pods(planned), "missing", planned.wanted() == 0);
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
        Map<String, WorkloadPods> expected = byName(plan.workloads());
        seen.workloads().stream()
                .filter(found -> !expected.containsKey(name(found)))
                .forEach(found -> fact(found.fullName(), "not planned", pods(found), false));
    }

    private static String pods(WorkloadPods workload) {
        return workload.kind() + " with " + workload.wanted() + (workload.wanted() == 1 ? " pod" : " pods");
    }

    private static String name(WorkloadPods workload) {
        return workload.kind() + " " + workload.fullName();
    }

    private void nodes() {
        fact(
                "nodes",
                "" + plan.nodes().size(),
                "" + seen.nodes().size(),
                plan.nodes().size() == seen.nodes().size());
        // The names of EC2 instances are not known before: each is like one of those of its type.
        boolean named =
                seen.nodes().stream().anyMatch(node -> plan.node(node.name()).isPresent());
        for (NodeMap node : seen.nodes()) {
            List<NodeMap> planned = named ? plan.node(node.name()).stream().toList() : plan.nodes();
            if (!planned.isEmpty()) {
                node.blocks().forEach(block -> block(planned, block, node.name()));
            }
        }
    }

    private void block(List<NodeMap> planned, Block block, String node) {
        List<Block> shares = planned.stream()
                .flatMap(one -> one.blocks(block.pool(), block.family()).stream())
                .toList();
        if (!block.given().isEmpty() && !shares.isEmpty()) {
            long most = shares.stream().mapToLong(Block::usable).max().orElse(0);
            fact(
                    node + ", addresses of a " + block.pool(),
                    "up to " + most,
                    "" + block.usable(),
                    block.usable() <= most);
            return;
        }
        List<String> rows = shares.stream()
                .flatMap(share -> share.rows().stream())
                .distinct()
                .toList();
        Cidr cidr = block.known();
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
        for (PoolMap pool : plan.pools()) {
            seen.pool(pool.name(), pool.family())
                    .ifPresent(found -> fact(
                            "pool " + pool.name() + " " + pool.family() + ", free blocks",
                            pool.free() + " of " + pool.blocks() + " or more",
                            found.free() + " of " + found.blocks(),
                            found.blocks() == pool.blocks() && found.free() >= pool.free()));
        }
    }

    private static Map<String, WorkloadPods> byName(List<WorkloadPods> workloads) {
        return workloads.stream()
                .collect(Collectors.toMap(PlanComparison::name, Function.identity(), (first, second) -> first));
    }
}
