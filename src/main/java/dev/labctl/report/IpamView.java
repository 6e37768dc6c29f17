package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.Finding;
import dev.labctl.report.PlanComparison.Fact;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a cluster's addresses are, and what was planned.
 *
 * @param title of the lab; the cluster's name where there is none
 * @param plan of the lab; empty where its files are not to be had
 * @param note what is to be known of the plan beside it; empty where nothing is
 * @param when it was looked at
 * @param only the one node that is asked for; empty for all of them
 */
public record IpamView(
        String title,
        AddressMap map,
        List<StuckPod> stuck,
        Optional<AddressPlan> plan,
        String note,
        Instant when,
        Optional<String> only)
        implements Result {
    public IpamView {
        stuck = List.copyOf(stuck);
    }

    /** The map in the form of a plan. */
    public AddressPlan seen() {
        return MapAsPlan.of(map);
    }

    /** The nodes that are asked for. */
    public List<NodeMap> nodes() {
        return map.nodes().stream()
                .filter(node -> only.isEmpty() || node.name().equals(only.get()))
                .toList();
    }

    /** What a reader should not overlook, worst first. */
    public List<Finding> findings() {
        return MapFindings.of(map, stuck);
    }

    /** What was planned beside what is real; none where there is no plan. */
    public List<Fact> facts() {
        return plan.map(planned -> PlanComparison.of(planned, seen())).orElse(List.of());
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("when", when.toString());
        tree.putAll(state());
        return tree;
    }

    /** Everything but when it was: what did not change is the same. */
    public Map<String, Object> state() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ipamMode", map.mode());
        tree.put("nodes", nodes().stream().map(IpamView::node).toList());
        tree.put("pools", map.pools().stream().map(IpamView::pool).toList());
        tree.put(
                "workloads", seen().workloads().stream().map(PlanView::workload).toList());
        tree.put("stuck", stuck.stream().map(IpamView::pod).toList());
        tree.put("findings", findings().stream().map(PlanView::finding).toList());
        tree.put(
                "planned",
                plan.isEmpty() ? null : facts().stream().map(IpamView::fact).toList());
        return tree;
    }

    private static Map<String, Object> node(NodeMap node) {
        return Result.ordered(
                "name", node.name(),
                "cidrs", node.blocks().stream().map(IpamView::block).toList(),
                "ignored", node.ignored().stream().map(Object::toString).toList(),
                "error", node.error().orElse(null));
    }

    private static Map<String, Object> block(Block block) {
        return Result.ordered(
                "cidr", block.cidr().toString(),
                "pool", block.pool(),
                "family", block.family().toString(),
                "usable", block.usable(),
                "reserved",
                        MapAsPlan.reserved(block).stream()
                                .map(reserved -> Result.ordered("for", reserved.purpose(), "count", reserved.count()))
                                .toList(),
                "slots", block.slots(),
                "used", block.addresses().size(),
                "free", block.free(),
                "addresses",
                        block.addresses().stream()
                                .map(address ->
                                        Result.ordered("ip", address.ip().toString(), "owner", address.owner()))
                                .toList());
    }

    private static Map<String, Object> pool(PoolMap pool) {
        return Result.ordered(
                "name", pool.name(),
                "family", pool.family().toString(),
                "cidrs", pool.cidrs(),
                "maskSize", pool.maskSize(),
                "blocks", pool.blocks(),
                "free", pool.free(),
                "given",
                        pool.given().stream()
                                .map(given ->
                                        Result.ordered("cidr", given.cidr().toString(), "node", given.node()))
                                .toList());
    }

    private static Map<String, Object> pod(StuckPod pod) {
        return Result.ordered(
                "pod", pod.name(),
                "node", pod.node().orElse(null),
                "pool", pod.pool().orElse(null),
                "addressed", pod.addressed(),
                "text", pod.text());
    }

    private static Map<String, Object> fact(Fact fact) {
        return Result.ordered(
                "what", fact.what(),
                "planned", fact.planned(),
                "seen", fact.seen(),
                "agrees", fact.agrees());
    }
}
