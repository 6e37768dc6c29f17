package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.NodePools;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Addresses of the blocks of several pools that a node has, in mode multi-pool. */
final class PoolIpam extends NodeIpam {
    private final Kernel kernel;
    private final MultiPoolSettings settings;
    private final NodePools pools;
    private final Set<String> known = new TreeSet<>();

    PoolIpam(MultiPoolSettings settings, Set<Family> families, Kernel kernel) {
        super(families);
        this.kernel = kernel;
        this.settings = settings;
        this.pools = new NodePools(settings, families, kernel.random());
    }

    /** Takes up the blocks that the operator has given to the node. */
    @Override
    void update(KubeObject ciliumNode) {
        Map<String, List<Cidr>> allocated = CiliumNodes.allocated(ciliumNode);
        known.addAll(allocated.keySet());
        pools.update(allocated);
    }

    @Override
    boolean reports() {
        return true;
    }

    /** What the agent requests of the operator now. */
    @Override
    void report(CiliumNodes nodes, String node) {
        nodes.setPools(node, pools.sync(now()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(kernel.time().age());
    }

    @Override
    boolean ready() {
        return pools.isReady();
    }

    @Override
    Attempt<Optional<IpAddress>> take(Purpose purpose, Family family) {
        return pools.allocate(purpose.toString(), settings.defaultPool(), family, now())
                .map(Optional::of);
    }

    @Override
    Attempt<IpAddress> take(SimulatedPod pod, Map<String, String> namespace, Family family) {
        PoolChoice choice = PoolChoice.of(family, pod.template().annotations(), namespace, settings.defaultPool());
        return pools.allocate(pod.namespace() + "/" + pod.name(), choice.pool(), family, now());
    }

    @Override
    void occupy(IpAddress address, String owner) {
        pool(address).ifPresent(pool -> pools.occupy(address, pool));
    }

    @Override
    void release(IpAddress address) {
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
