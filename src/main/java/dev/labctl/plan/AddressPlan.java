package dev.labctl.plan;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.lab.Range;
import dev.labctl.workload.WorkloadSpec;
import java.util.List;
import java.util.Optional;

/**
 * The prediction for a lab. What cannot be predicted exactly is a set or a range: which node gets which block, where the
 * system's pods go, which replica wins.
 */
public record AddressPlan(
        List<NodePlan> nodes, List<PoolPlan> pools, List<WorkloadPlan> workloads, List<Finding> findings) {
    public AddressPlan {
        nodes = List.copyOf(nodes);
        pools = List.copyOf(pools);
        workloads = List.copyOf(workloads);
        findings = List.copyOf(findings);
    }

    /** Whether all pods run, the system's with them, whatever the scheduler decides. */
    public boolean everyPodRuns() {
        return workloads.stream().allMatch(workload -> workload.stuck().max() == 0);
    }

    /**
     * A node's share.
     *
     * @param error what may prevent it from having addresses; empty where nothing does
     */
    public record NodePlan(String name, List<CidrPlan> cidrs, Optional<String> error) {
        public NodePlan {
            cidrs = List.copyOf(cidrs);
        }
    }

    /**
     * One kind of block that a node has.
     *
     * @param cidr the block, where only one is possible
     * @param blocks those it may be, or come from, where there are several: CIDRs, or {@code FIRST-LAST} for a long row
     *     of them
     * @param pool the name of the pool; {@code cluster} for the cluster's own list
     * @param usable addresses of one block that can be given out at all
     * @param reserved what Cilium keeps for itself
     * @param slots pods that find an address
     */
    public record CidrPlan(
            Optional<String> cidr,
            List<String> blocks,
            String pool,
            Family family,
            long usable,
            List<Reserved> reserved,
            long slots) {
        public CidrPlan {
            blocks = List.copyOf(blocks);
            reserved = List.copyOf(reserved);
        }

        /** With the blocks that it may be, of which there is at least one. */
        static CidrPlan of(List<Cidr> possible, String pool, long usable, List<Reserved> reserved, long slots) {
            boolean known = possible.size() == 1;
            return new CidrPlan(
                    known ? Optional.of(possible.get(0).toString()) : Optional.empty(),
                    known ? List.of() : BlockRows.of(possible),
                    pool,
                    possible.get(0).family(),
                    usable,
                    reserved,
                    slots);
        }
    }

    /** Addresses that a node's agent takes for itself, such as {@code router} and {@code health}. */
    public record Reserved(String purpose, int count) {
        static List<Reserved> of(Infrastructure infrastructure) {
            return infrastructure.purposes().stream()
                    .map(purpose -> new Reserved(purpose.toString(), 1))
                    .toList();
        }
    }

    /**
     * What nodes' blocks are cut from.
     *
     * @param maskSize the length of a block's prefix
     * @param blocks how many there are
     * @param free how many surely stay free
     */
    public record PoolPlan(String name, Family family, List<String> cidrs, int maskSize, long blocks, long free) {
        public PoolPlan {
            cidrs = List.copyOf(cidrs);
        }

        static PoolPlan of(String name, BlockAllocator allocator, long free) {
            return new PoolPlan(
                    name,
                    allocator.family(),
                    allocator.cidrs().stream().map(Cidr::toString).toList(),
                    allocator.maskSize(),
                    allocator.total(),
                    free);
        }
    }

    /**
     * Pods of one object.
     *
     * @param node where all of them go, if that is one node
     * @param system it comes with the cluster, not with the lab
     * @param text the event that the reader will see on those that are stuck; empty where none can be
     */
    public record WorkloadPlan(
            String namespace,
            String kind,
            String name,
            Optional<String> node,
            boolean system,
            int wanted,
            Range running,
            Range stuck,
            String text) {
        boolean isOf(WorkloadSpec workload) {
            return kind.equals(workload.kind())
                    && namespace.equals(workload.namespace())
                    && name.equals(workload.name());
        }
    }
}
