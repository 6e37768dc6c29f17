package dev.labctl.addresses;

import dev.labctl.cluster.Cluster;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.Observation;
import java.util.List;
import java.util.Optional;

/**
 * Where a cluster's addresses are.
 *
 * @param mode IPAM mode, as Cilium spells it; empty where Cilium is not installed
 * @param outsideBlocks addresses of pods that are in no block of their node, such as those of an earlier Cilium
 */
public record AddressMap(
        String mode,
        List<NodeMap> nodes,
        List<PoolMap> pools,
        List<WorkloadState> workloads,
        List<Address> outsideBlocks) {
    public AddressMap {
        nodes = List.copyOf(nodes);
        pools = List.copyOf(pools);
        workloads = List.copyOf(workloads);
        outsideBlocks = List.copyOf(outsideBlocks);
    }

    public static AddressMap of(Observation observation) {
        return of(Cluster.of(observation));
    }

    public static AddressMap of(Cluster cluster) {
        return new AddressReader(cluster).read();
    }

    public Optional<NodeMap> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /**
     * A node's share.
     *
     * @param ignored CIDRs of the Node that Cilium does not use
     * @param error what the operator reports on the node; empty where there is no error
     */
    public record NodeMap(String name, List<Block> blocks, List<Cidr> ignored, Optional<String> error) {
        public NodeMap {
            blocks = List.copyOf(blocks);
            ignored = List.copyOf(ignored);
        }

        /** Addresses for pods that are free; of several families the one with the fewest decides. */
        public long freeForPods(String pool) {
            return List.of(Family.values()).stream()
                    .filter(family -> has(pool, family))
                    .mapToLong(family -> blocks.stream()
                            .filter(block -> block.pool().equals(pool) && block.family() == family)
                            .mapToLong(Block::free)
                            .sum())
                    .min()
                    .orElse(0);
        }

        private boolean has(String pool, Family family) {
            return blocks.stream().anyMatch(block -> block.pool().equals(pool) && block.family() == family);
        }
    }

    /**
     * One block of a node.
     *
     * @param pool the name of the pool; {@code cluster} for the cluster's own list, {@code kubernetes} for what
     *     Kubernetes gave
     * @param usable how many addresses can be given out at all
     * @param addresses those that are given out, in order
     */
    public record Block(Cidr cidr, String pool, long usable, List<Address> addresses) {
        public Block {
            addresses = List.copyOf(addresses);
        }

        public Family family() {
            return cidr.family();
        }

        public long free() {
            return Math.max(0, usable - addresses.size());
        }

        /** Those that the agent keeps for itself. */
        public List<Address> reserved() {
            return addresses.stream().filter(address -> !address.isPods()).toList();
        }

        /** How many pods can have an address of it. */
        public long slots() {
            return Math.max(0, usable - reserved().size());
        }
    }

    /**
     * An address in use.
     *
     * @param owner {@code router}, {@code health}, {@code ingress}, or {@code namespace/pod}, as the agent has it
     */
    public record Address(IpAddress ip, String owner) {
        public boolean isPods() {
            return owner.contains("/");
        }
    }

    /**
     * What nodes' blocks are cut from.
     *
     * @param cidrs as they are written
     * @param maskSize the length of a block's prefix
     * @param blocks how many there are; 0 where no block can be cut from it
     * @param given those that nodes have
     */
    public record PoolMap(
            String name, Family family, List<String> cidrs, int maskSize, long blocks, List<Given> given) {
        public PoolMap {
            cidrs = List.copyOf(cidrs);
            given = List.copyOf(given);
        }

        public long free() {
            return Math.max(0, blocks - given.size());
        }
    }

    /** A block and the node that has it. */
    public record Given(Cidr cidr, String node) {}
}
