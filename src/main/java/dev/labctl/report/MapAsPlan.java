package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.Reserved;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is real in the form of what is planned, so that both are shown alike and can be held against each other. */
final class MapAsPlan {
    private MapAsPlan() {}

    static AddressPlan of(AddressMap map) {
        return new AddressPlan(
                map.nodes().stream().map(MapAsPlan::node).toList(),
                map.pools().stream().map(MapAsPlan::pool).toList(),
                map.workloads().stream().map(MapAsPlan::workload).toList(),
                List.of());
    }

    private static NodePlan node(NodeMap node) {
        return new NodePlan(
                node.name(), node.blocks().stream().map(MapAsPlan::block).toList(), node.error());
    }

    private static CidrPlan block(Block block) {
        return new CidrPlan(
                Optional.of(block.cidr().toString()),
                List.of(),
                block.pool(),
                block.family(),
                block.usable(),
                reserved(block),
                block.slots());
    }

    /** What the agent has for itself, by purpose. */
    static List<Reserved> reserved(Block block) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        block.reserved().stream().map(Address::owner).forEach(owner -> counts.merge(owner, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> new Reserved(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static PoolPlan pool(PoolMap pool) {
        return new PoolPlan(pool.name(), pool.family(), pool.cidrs(), pool.maskSize(), pool.blocks(), pool.free());
    }

    private static WorkloadPlan workload(WorkloadState workload) {
        return new WorkloadPlan(
                workload.ref().namespace().orElse("default"),
                workload.ref().kind(),
                workload.ref().name(),
                workload.node(),
                workload.system(),
                workload.wanted(),
                Range.exactly(workload.running().size()),
                Range.exactly(workload.stuck().size()),
                workload.text());
    }
}
