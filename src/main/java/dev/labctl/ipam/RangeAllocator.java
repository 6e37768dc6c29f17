package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' controller manager, which assigns each Node its {@code spec.podCIDRs} (Kubernetes 1.33 {@code
 * pkg/controller/nodeipam/ipam/range_allocator.go}). Cilium uses them in mode kubernetes; in other modes they exist,
 * and are ignored.
 */
public final class RangeAllocator extends NodeCidrAllocator {
    private final List<BlockAllocator> subnets;

    private RangeAllocator(List<BlockAllocator> subnets) {
        this.subnets = subnets;
    }

    /**
     * The controller at its start, without nodes.
     *
     * @return refused with the error of kubeadm, which does not create such a cluster
     */
    public static Attempt<RangeAllocator> of(ClusterSubnets subnets) {
        if (!subnets.refusals().isEmpty()) {
            return Attempt.refused(subnets.refusals().get(0));
        }
        return Attempt.all(subnets.pods().stream()
                        .map(subnet -> BlockAllocator.of(subnet, subnets.nodeMask(subnet)))
                        .toList())
                .map(allocators -> {
                    allocators.forEach(allocator -> subnets.services().forEach(allocator::exclude));
                    return new RangeAllocator(allocators);
                });
    }

    /**
     * In order of the pod subnets. If a later subnet has no block left, the blocks of the earlier ones are lost: the controller
     * does not release them, and loses as many with each attempt.
     */
    @Override
    Attempt<List<Cidr>> take() {
        List<Cidr> cidrs = new ArrayList<>();
        for (BlockAllocator subnet : subnets) {
            Optional<Cidr> block = subnet.take();
            if (block.isEmpty()) {
                return Attempt.refused(
                        "failed to allocate cidr from cluster cidr at idx:" + cidrs.size()
                                + ": CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range");
            }
            cidrs.add(block.get());
        }
        return Attempt.done(cidrs);
    }

    /** Each CIDR belongs to the subnet at the same index; one that another node also has is not refused. */
    @Override
    Attempt<List<Cidr>> occupy(String node, List<Cidr> cidrs) {
        for (int i = 0; i < cidrs.size(); i++) {
            Cidr cidr = cidrs.get(i);
            if (i >= subnets.size()) {
                return Attempt.refused("node:" + node + " has an allocated cidr: " + cidr + " at index:" + i
                        + " that does not exist in cluster cidrs configuration");
            }
            if (subnets.get(i).occupy(cidr) == BlockAllocator.Occupation.OUTSIDE) {
                return Attempt.refused(
                        "failed to mark cidr[" + cidr + "] at idx [" + i + "] as occupied for node: " + node
                                + ": cidr " + cidr + " is out the range of cluster cidr "
                                + subnets.get(i).cidrs().get(0));
            }
        }
        return Attempt.done(cidrs);
    }

    @Override
    void release(List<Cidr> cidrs) {
        for (int i = 0; i < cidrs.size(); i++) {
            subnets.get(i).release(cidrs.get(i));
        }
    }

    @Override
    public Map<Family, BlockAllocator> blocks() {
        Map<Family, BlockAllocator> blocks = new EnumMap<>(Family.class);
        subnets.forEach(subnet -> blocks.put(subnet.family(), subnet));
        return blocks;
    }
}
