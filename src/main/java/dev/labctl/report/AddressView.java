package dev.labctl.report;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.StuckPod;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.plan.AddressPlan.Reserved;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.plan.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where addresses are, predicted for a lab or observed in a cluster: the one form in which both are shown and compared.
 *
 * @param observed in a cluster; predicted otherwise
 * @param mode IPAM mode, as Cilium spells it
 * @param findings what a reader should not overlook, worst first
 * @param stuck pods that are observed not to be ready; none in a prediction
 * @param workloadOf the workload of each observed pod, both as {@code namespace/name}
 */
public record AddressView(
        boolean observed,
        String mode,
        List<Node> nodes,
        List<Pool> pools,
        List<Workload> workloads,
        List<Finding> findings,
        List<StuckPod> stuck,
        Map<String, String> workloadOf) {
    public AddressView {
        nodes = List.copyOf(nodes);
        pools = List.copyOf(pools);
        workloads = List.copyOf(workloads);
        findings = List.copyOf(findings);
        stuck = List.copyOf(stuck);
    }

    /** The same with one of the nodes alone. */
    AddressView only(String node) {
        return new AddressView(
                observed,
                mode,
                nodes.stream().filter(one -> one.name().equals(node)).toList(),
                pools,
                workloads,
                findings,
                stuck,
                workloadOf);
    }

    /** Whether all pods run, the system's with them, whatever the scheduler decides. */
    public boolean everyPodRuns() {
        return workloads.stream().allMatch(workload -> workload.pods().stuck().max() == 0);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    /**
     * A node and its blocks.
     *
     * @param ignored CIDRs on the node that Cilium does not use
     * @param error what keeps the node from having addresses, or may do so
     * @param waiting observed pods that have no address
     * @param withoutBlock those of them that wait for a pool of which the node has no block
     */
    public record Node(
            String name,
            List<Block> blocks,
            List<Cidr> ignored,
            Optional<String> error,
            List<StuckPod> waiting,
            List<StuckPod> withoutBlock) {
        public Node {
            waiting = List.copyOf(waiting);
            blocks = List.copyOf(blocks);
            ignored = List.copyOf(ignored);
            withoutBlock = List.copyOf(withoutBlock);
        }

        public long usable() {
            return blocks.stream().mapToLong(Block::usable).sum();
        }

        public long used() {
            return blocks.stream().mapToLong(block -> block.addresses().size()).sum();
        }

        public long free() {
            return blocks.stream().mapToLong(Block::free).sum();
        }

        public boolean full() {
            return blocks.stream().anyMatch(block -> block.free() == 0);
        }
    }

    /**
     * A block of a node.
     *
     * @param cidr the block, where only one is possible
     * @param candidates the blocks that it may be, where there are several: CIDRs, or {@code FIRST-LAST} for a long row
     * @param pool the name of the pool; {@code cluster} for the cluster's own list, {@code kubernetes} for what Kubernetes
     *     allocated
     * @param usable addresses that can be allocated at all
     * @param reserved addresses that Cilium keeps for itself
     * @param slots pods that can have an address
     * @param pods that have an address or need one here, as far as that is known
     * @param addresses that are observed to be in use, in order
     * @param waiting observed pods that have no address
     */
    public record Block(
            Optional<String> cidr,
            List<String> candidates,
            String pool,
            Family family,
            long usable,
            List<Reserved> reserved,
            long slots,
            long pods,
            List<Address> addresses,
            List<StuckPod> waiting) {
        public Block {
            candidates = List.copyOf(candidates);
            reserved = List.copyOf(reserved);
            addresses = List.copyOf(addresses);
            waiting = List.copyOf(waiting);
        }

        /** The slots that pods have or will take. */
        public long taken() {
            return Math.min(pods, slots);
        }

        public long free() {
            return slots - taken();
        }

        /** The pods that have no slot. */
        public long stuck() {
            return Math.max(waiting.size(), pods - slots);
        }

        public long reservedCount() {
            return reserved.stream().mapToLong(Reserved::count).sum();
        }

        /** Whether the block is one of several that are listed. */
        public boolean oneOfSeveral() {
            return cidr.isEmpty()
                    && (candidates.size() > 1 || candidates.stream().anyMatch(row -> row.contains("-")));
        }

        /** The blocks that it is or may be, one row each. */
        public List<String> rows() {
            return cidr.map(List::of).orElse(candidates);
        }
    }

    /**
     * What blocks are cut from.
     *
     * @param cidrs as they are written
     * @param maskSize the length of a block's prefix
     * @param blocks how many there are; 0 where no block can be cut
     * @param free how many are free; in a prediction, how many stay free in any case
     * @param given the blocks that nodes are observed to have
     */
    public record Pool(
            String name, Family family, List<String> cidrs, int maskSize, long blocks, long free, List<Given> given) {
        public Pool {
            cidrs = List.copyOf(cidrs);
            given = List.copyOf(given);
        }
    }

    /**
     * A workload's pods.
     *
     * @param where they run or will run, in words
     */
    public record Workload(WorkloadPlan pods, String where) {
        public String name() {
            return pods.namespace() + "/" + pods.name();
        }
    }
}
