package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import java.util.Map;

/** Addresses in JSON; what is observed has all that a prediction has, and more. */
final class AddressTree {
    private AddressTree() {}

    static Map<String, Object> of(AddressMap map) {
        boolean observed = map.observed();
        Map<String, Object> tree = ViewTree.of(
                "ipamMode", map.mode().isEmpty() ? "unknown" : map.mode(),
                "nodes", ViewTree.list(map.nodes(), node -> node(node, observed)),
                "pools", ViewTree.list(map.pools(), pool -> pool(pool, observed)),
                "workloads", ViewTree.list(map.workloads(), AddressTree::workload));
        if (observed) {
            tree.put("stuck", ViewTree.list(map.stuck(), AddressTree::pod));
        }
        tree.putAll(ViewTree.of("findings", map.findings()));
        return tree;
    }

    private static Map<String, Object> node(NodeMap node, boolean observed) {
        Map<String, Object> tree = ViewTree.of(
                "name", node.name(), "cidrs", ViewTree.list(node.blocks(), block -> block(block, observed)));
        if (observed) {
            tree.putAll(ViewTree.of("ignored", node.ignored()));
        }
        tree.putAll(ViewTree.of("error", node.error()));
        return tree;
    }

    private static Map<String, Object> block(Block block, boolean observed) {
        Map<String, Object> tree = ViewTree.of("cidr", block.cidr());
        if (block.cidr().isEmpty()) {
            tree.put("blocks", block.candidates());
        }
        tree.putAll(ViewTree.of(
                "pool", block.pool(),
                "family", block.family(),
                "usable", block.usable(),
                "reserved",
                        ViewTree.list(block.reserved(), one -> ViewTree.of("for", one.purpose(), "count", one.count())),
                "slots", block.slots()));
        if (observed) {
            tree.putAll(ViewTree.of(
                    "used", block.used(),
                    "free", block.free(),
                    "addresses", ViewTree.list(block.addresses(), AddressTree::address)));
            if (block.unowned() > 0) {
                tree.put("unowned", block.unowned());
            }
        }
        return tree;
    }

    private static Map<String, Object> address(Address address) {
        Map<String, Object> tree = ViewTree.of("ip", address.ip(), "owner", address.owner());
        if (address.leaked()) {
            tree.put("leaked", true);
        }
        return tree;
    }

    private static Map<String, Object> pool(PoolMap pool, boolean observed) {
        Map<String, Object> tree = ViewTree.of(pool);
        if (!observed) {
            tree.remove("given");
        }
        return tree;
    }

    private static Map<String, Object> workload(WorkloadPods pods) {
        Map<String, Object> tree = ViewTree.of(pods);
        tree.remove("where");
        return tree;
    }

    private static Map<String, Object> pod(StuckPod pod) {
        return ViewTree.of(
                "pod", pod.name(),
                "node", pod.node(),
                "pool", pod.pool(),
                "addressed", pod.addressed(),
                "text", pod.text());
    }
}
