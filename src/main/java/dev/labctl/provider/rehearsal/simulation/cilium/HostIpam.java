package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Addresses of the one block of each family that a node has, in modes kubernetes and cluster-pool. */
final class HostIpam extends NodeIpam {
    private final Map<Family, HostAllocator> allocators;

    static HostIpam of(List<Cidr> cidrs, RandomGenerator random) {
        Map<Family, HostAllocator> allocators = new EnumMap<>(Family.class);
        cidrs.forEach(cidr -> allocators.put(cidr.family(), new HostAllocator(cidr, random)));
        return new HostIpam(allocators);
    }

    private HostIpam(Map<Family, HostAllocator> allocators) {
        super(allocators.keySet());
        this.allocators = allocators;
    }

    @Override
    boolean ready() {
        return true;
    }

    @Override
    Attempt<Map<Purpose, List<IpAddress>>> claim(Infrastructure infrastructure) {
        return infrastructure
                .failure(allocators.values().stream().map(HostAllocator::cidr).toList())
                .<Attempt<Map<Purpose, List<IpAddress>>>>map(Attempt::refused)
                .orElseGet(() -> super.claim(infrastructure));
    }

    @Override
    Attempt<Optional<IpAddress>> take(Purpose purpose, Family family) {
        return Attempt.done(allocators.get(family).take());
    }

    @Override
    Attempt<IpAddress> take(SimulatedPod pod, Map<String, String> namespace, Family family) {
        return allocators.get(family).take().map(Attempt::done).orElseGet(() -> Attempt.refused(IpamTexts.RANGE_FULL));
    }

    @Override
    void occupy(IpAddress address, String owner) {
        Optional.ofNullable(allocators.get(address.family())).ifPresent(allocator -> allocator.occupy(address));
    }

    @Override
    void release(IpAddress address) {
        Optional.ofNullable(allocators.get(address.family())).ifPresent(allocator -> allocator.release(address));
    }
}
