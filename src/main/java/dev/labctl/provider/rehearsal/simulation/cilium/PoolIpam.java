package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.NodePools;
import dev.labctl.ipam.PoolAllocation;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Addresses of the blocks of several pools that a node has, in mode multi-pool. */
final class PoolIpam implements NodeIpam {
    private final VirtualClock time;
    private final MultiPoolSettings settings;
    private final Set<Family> families;
    private final NodePools pools;
    private final Set<String> known = new TreeSet<>();
    private final Map<Purpose, List<IpAddress>> own = new EnumMap<>(Purpose.class);

    PoolIpam(MultiPoolSettings settings, Set<Family> families, VirtualClock time, Randomness random) {
        this.time = time;
        this.settings = settings;
        this.families = families;
        this.pools = new NodePools(settings, families, random);
    }

    /** Takes up the blocks that the operator has given to the node. */
    void update(KubeObject ciliumNode) {
        List<PoolAllocation> allocated = CiliumNodes.allocated(ciliumNode);
        allocated.forEach(pool -> known.add(pool.pool()));
        pools.update(allocated);
    }

    /** What the agent requests of the operator now. */
    NodePools.Spec sync() {
        return pools.sync(now());
    }

    private Instant now() {
        return Instant.ofEpochMilli(time.age());
    }

    @Override
    public boolean ready() {
        return pools.isReady();
    }

    @Override
    public Attempt<Map<Purpose, List<IpAddress>>> claim(Infrastructure infrastructure) {
        List<Purpose> wanted = infrastructure.purposes();
        for (Purpose purpose : List.copyOf(own.keySet())) {
            if (!wanted.contains(purpose)) {
                own.remove(purpose).forEach(address -> pools.release(address, settings.defaultPool()));
            }
        }
        for (Purpose purpose : wanted) {
            List<IpAddress> mine = own.computeIfAbsent(purpose, p -> new ArrayList<>());
            for (Family family : families) {
                if (mine.stream().noneMatch(address -> address.family() == family)) {
                    Attempt<IpAddress> taken =
                            pools.allocate(purpose.toString(), settings.defaultPool(), family, now());
                    if (taken.error().isPresent()) {
                        return Attempt.refused(taken.error().get());
                    }
                    taken.value().ifPresent(mine::add);
                }
            }
        }
        return Attempt.done(own);
    }

    @Override
    public void restore(SimulatedPod pod) {
        pod.addresses().forEach(address -> pool(address).ifPresent(pool -> pools.occupy(address, pool)));
    }

    /** IPv6 first; a pod has addresses of all families or of none (Cilium 1.18 {@code pkg/ipam/allocator.go}). */
    @Override
    public Attempt<List<IpAddress>> take(SimulatedPod pod, Map<String, String> namespace) {
        String owner = pod.namespace() + "/" + pod.name();
        List<IpAddress> taken = new ArrayList<>();
        for (Family family :
                Stream.of(Family.IPV6, Family.IPV4).filter(families::contains).toList()) {
            String pool = PoolChoice.of(family, pod.template().annotations(), namespace, settings.defaultPool())
                    .pool();
            Attempt<IpAddress> address = pools.allocate(owner, pool, family, now());
            if (address.error().isPresent()) {
                taken.forEach(this::release);
                return Attempt.refused(address.error().get());
            }
            address.value().ifPresent(found -> taken.add(0, found));
        }
        return Attempt.done(List.copyOf(taken));
    }

    @Override
    public void release(SimulatedPod pod) {
        pod.addresses().forEach(this::release);
    }

    private void release(IpAddress address) {
        pool(address).ifPresent(pool -> pools.release(address, pool));
    }

    /** The pool that an address of this node belongs to. */
    private Optional<String> pool(IpAddress address) {
        return known.stream()
                .filter(pool -> pools.blocks(pool, address.family()).stream()
                        .anyMatch(block -> block.cidr().contains(address)))
                .findFirst();
    }
}
