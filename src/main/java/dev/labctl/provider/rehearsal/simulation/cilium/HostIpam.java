package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.HostScope;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Addresses of the one block of each family that a node has, in modes kubernetes and cluster-pool. */
final class HostIpam implements NodeIpam {
    private final List<Cidr> cidrs;
    private final Map<Family, HostAllocator> allocators = new EnumMap<>(Family.class);
    private final Map<Purpose, List<IpAddress>> own = new EnumMap<>(Purpose.class);

    HostIpam(List<Cidr> cidrs, Randomness random) {
        this.cidrs = cidrs;
        cidrs.forEach(cidr -> allocators.put(cidr.family(), new HostAllocator(cidr, random)));
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public Attempt<Map<Purpose, List<IpAddress>>> claim(Infrastructure infrastructure) {
        List<Purpose> wanted = infrastructure.purposes();
        for (Purpose purpose : List.copyOf(own.keySet())) {
            if (!wanted.contains(purpose)) {
                own.remove(purpose).forEach(this::release);
            }
        }
        Optional<String> fatal = HostScope.failure(
                cidrs.stream().map(cidr -> new HostScope(cidr, infrastructure)).toList());
        if (fatal.isPresent()) {
            return Attempt.refused(fatal.get());
        }
        for (Purpose purpose : wanted) {
            List<IpAddress> mine = own.computeIfAbsent(purpose, p -> new ArrayList<>());
            for (HostAllocator allocator : allocators.values()) {
                if (mine.stream().noneMatch(allocator.cidr()::contains)) {
                    allocator.take().ifPresent(mine::add);
                }
            }
        }
        return Attempt.done(own);
    }

    @Override
    public void restore(SimulatedPod pod) {
        pod.addresses().forEach(this::occupy);
    }

    private boolean occupy(IpAddress address) {
        HostAllocator allocator = allocators.get(address.family());
        return allocator != null && allocator.occupy(address);
    }

    /** IPv6 is tried first, and all is given back where one family has none left (Cilium 1.18 {@code pkg/ipam/allocator.go}). */
    @Override
    public Attempt<List<IpAddress>> take(SimulatedPod pod, Map<String, String> namespace) {
        List<IpAddress> taken = new ArrayList<>();
        for (Family family : List.of(Family.IPV6, Family.IPV4)) {
            HostAllocator allocator = allocators.get(family);
            Optional<IpAddress> address = allocator == null ? Optional.empty() : allocator.take();
            if (allocator != null && address.isEmpty()) {
                taken.forEach(this::release);
                return Attempt.refused(IpamTexts.RANGE_FULL);
            }
            address.ifPresent(found -> taken.add(0, found));
        }
        return Attempt.done(List.copyOf(taken));
    }

    @Override
    public void release(SimulatedPod pod) {
        pod.addresses().forEach(this::release);
    }

    private void release(IpAddress address) {
        HostAllocator allocator = allocators.get(address.family());
        if (allocator != null) {
            allocator.release(address);
        }
    }
}
