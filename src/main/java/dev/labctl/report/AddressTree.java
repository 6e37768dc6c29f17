package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.ipam.Cidr;
import dev.labctl.lab.Range;
import java.util.Locale;
import java.util.Map;

/** Addresses in JSON; what is observed has all that a prediction has, and more. */
final class AddressTree {
    private final boolean observed;

    private AddressTree(boolean observed) {
        this.observed = observed;
    }

    static Map<String, Object> of(AddressMap view) {
        AddressTree trees = new AddressTree(view.observed());
        Map<String, Object> tree = Result.ordered(
                "ipamMode", view.mode(),
                "nodes", view.nodes().stream().map(trees::node).toList(),
                "pools", view.pools().stream().map(trees::pool).toList(),
                "workloads",
                        view.workloads().stream().map(AddressTree::workload).toList());
        if (view.observed()) {
            tree.put("stuck", view.stuck().stream().map(AddressTree::pod).toList());
        }
        tree.put("findings", view.findings().stream().map(AddressTree::finding).toList());
        return tree;
    }

    private Map<String, Object> node(NodeMap node) {
        Map<String, Object> tree = Result.ordered(
                "name", node.name(),
                "cidrs", node.blocks().stream().map(this::block).toList());
        if (observed) {
            tree.put("ignored", node.ignored().stream().map(Object::toString).toList());
        }
        tree.put("error", node.error().orElse(null));
        return tree;
    }

    private Map<String, Object> block(Block block) {
        Map<String, Object> tree =
                Result.ordered("cidr", block.cidr().map(Cidr::toString).orElse(null));
        if (block.cidr().isEmpty()) {
            tree.put("blocks", block.candidates());
        }
        tree.putAll(Result.ordered(
                "pool", block.pool(),
                "family", block.family().toString(),
                "usable", block.usable(),
                "reserved",
                        block.reserved().stream()
                                .map(reserved -> Result.ordered("for", reserved.purpose(), "count", reserved.count()))
                                .toList(),
                "slots", block.slots()));
        if (observed) {
            tree.putAll(Result.ordered(
                    "used", block.addresses().size(),
                    "free", block.free(),
                    "addresses",
                            block.addresses().stream()
                                    .map(address ->
                                            Result.ordered("ip", address.ip().toString(), "owner", address.owner()))
                                    .toList()));
        }
        return tree;
    }

    private Map<String, Object> pool(PoolMap pool) {
        Map<String, Object> tree = Result.ordered(
                "name", pool.name(),
                "family", pool.family().toString(),
                "cidrs", pool.cidrs(),
                "maskSize", pool.maskSize(),
                "blocks", pool.blocks(),
                "free", pool.free());
        if (observed) {
            tree.put(
                    "given",
                    pool.given().stream()
                            .map(given -> Result.ordered("cidr", given.cidr().toString(), "node", given.node()))
                            .toList());
        }
        return tree;
    }

    private static Map<String, Object> workload(WorkloadPods workload) {
        return Result.ordered(
                "namespace", workload.namespace(),
                "kind", workload.kind(),
                "name", workload.name(),
                "node", workload.node().orElse(null),
                "system", workload.system(),
                "wanted", workload.wanted(),
                "running", range(workload.running()),
                "stuck", range(workload.stuck()),
                "text", workload.text());
    }

    private static Map<String, Object> range(Range range) {
        return Result.ordered("min", range.min(), "max", range.max());
    }

    private static Map<String, Object> pod(StuckPod pod) {
        return Result.ordered(
                "pod", pod.name(),
                "node", pod.node().orElse(null),
                "pool", pod.pool().orElse(null),
                "addressed", pod.addressed(),
                "text", pod.text());
    }

    private static Map<String, Object> finding(Finding finding) {
        return Result.ordered(
                "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                "reason", finding.reason(),
                "message", finding.message(),
                "fix", finding.fix());
    }
}
