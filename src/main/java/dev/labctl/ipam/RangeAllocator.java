package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' controller manager, which assigns each Node its {@code spec.podCIDRs} (Kubernetes 1.33 {@code
 * pkg/controller/nodeipam/ipam/range_allocator.go}). Cilium uses them in mode kubernetes; in other modes they exist,
 * and are ignored.
 */
public final class RangeAllocator implements NodeCidrAllocator {
    private final List<BlockAllocator> subnets;
    private final Map<String, List<Cidr>> nodes = new HashMap<>();

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
        List<BlockAllocator> allocators = new ArrayList<>();
        for (Cidr subnet : subnets.pods()) {
            Attempt<BlockAllocator> made = BlockAllocator.of(subnet, subnets.nodeMask(subnet));
            if (made.error().isPresent()) {
                return Attempt.refused(made.error().get());
            }
            made.value().ifPresent(allocators::add);
        }
        allocators.forEach(allocator -> subnets.services().forEach(allocator::exclude));
        return Attempt.done(new RangeAllocator(allocators));
    }

    /**
     * In order of the pod subnets. If a later subnet has no block left, the blocks of the earlier ones are lost: the controller
     * does not release them, and loses as many with each attempt.
     */
    @Override
    public Attempt<List<Cidr>> allocate(String node) {
        if (nodes.containsKey(node)) {
            return Attempt.done(nodes.get(node));
        }
        List<Cidr> cidrs = new ArrayList<>();
        for (int i = 0; i < subnets.size(); i++) {
            Optional<Cidr> block = subnets.get(i).take();
            if (block.isEmpty()) {
                return Attempt.refused(IpamTexts.nodeCidrsExhausted(i));
            }
            cidrs.add(block.get());
        }
        return keep(node, cidrs);
    }

    /** Each CIDR belongs to the subnet at the same index; one that another node also has is not refused. */
    @Override
    public Attempt<List<Cidr>> restore(String node, List<Cidr> cidrs) {
        if (nodes.containsKey(node)) {
            return Attempt.done(nodes.get(node));
        }
        for (int i = 0; i < cidrs.size(); i++) {
            Cidr cidr = cidrs.get(i);
            if (i >= subnets.size()) {
                return Attempt.refused(IpamTexts.noSuchSubnet(node, cidr, i));
            }
            if (subnets.get(i).occupy(cidr) == BlockAllocator.Occupation.OUTSIDE) {
                return Attempt.refused(IpamTexts.outOfSubnet(
                        node, cidr, i, subnets.get(i).cidrs().get(0)));
            }
        }
        return keep(node, cidrs);
    }

    private Attempt<List<Cidr>> keep(String node, List<Cidr> cidrs) {
        nodes.put(node, List.copyOf(cidrs));
        return Attempt.done(nodes.get(node));
    }

    @Override
    public void remove(String node) {
        List<Cidr> cidrs = nodes.remove(node);
        for (int i = 0; cidrs != null && i < cidrs.size(); i++) {
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
