package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Addresses that the operator lists in the CiliumNode, in mode eni; the agent writes there which of them are in use (Cilium
 * 1.18 {@code pkg/ipam/crd.go}).
 */
final class EniIpam extends NodeIpam {
    private final RandomGenerator random;
    private final Map<IpAddress, String> pool = new TreeMap<>();
    private final Map<IpAddress, String> owners = new TreeMap<>();
    private long required = 1;

    EniIpam(RandomGenerator random) {
        super(Set.of(Family.IPV4));
        this.random = random;
    }

    @Override
    void update(KubeObject ciliumNode) {
        pool.clear();
        Tree.map(ciliumNode.tree(), "spec", "ipam", "pool").forEach((address, entry) -> IpAddress.read(address)
                .ifPresent(ip -> pool.put(ip, Tree.text(entry, "resource").orElse(""))));
        required = Tree.number(ciliumNode.tree(), "spec", "ipam", "min-allocate")
                .or(() -> Tree.number(ciliumNode.tree(), "spec", "ipam", "pre-allocate"))
                .orElse(1L);
    }

    /** The agent waits for IPs to become available in the CRD-backed allocation pool. */
    @Override
    boolean ready() {
        return !pool.isEmpty() && pool.size() >= required;
    }

    @Override
    Attempt<Optional<IpAddress>> take(Purpose purpose, Family family) {
        return take(purpose.toString()).map(Optional::of);
    }

    @Override
    Attempt<IpAddress> take(SimulatedPod pod, Map<String, String> namespace, Family family) {
        return take(pod.namespace() + "/" + pod.name());
    }

    private Attempt<IpAddress> take(String owner) {
        List<IpAddress> free = pool.keySet().stream()
                .filter(address -> !owners.containsKey(address))
                .toList();
        if (free.isEmpty()) {
            return Attempt.refused(IpamTexts.NO_MORE_IPS);
        }
        IpAddress address = free.get(random.nextInt(free.size()));
        owners.put(address, owner);
        return Attempt.done(address);
    }

    @Override
    void occupy(IpAddress address, String owner) {
        owners.put(address, owner);
    }

    @Override
    void release(IpAddress address) {
        owners.remove(address);
    }

    @Override
    boolean reports() {
        return true;
    }

    @Override
    void report(CiliumNodes nodes, String node) {
        Map<String, Object> used = Tree.of();
        owners.forEach((address, owner) ->
                used.put(address.toString(), Tree.of("owner", owner, "resource", pool.getOrDefault(address, ""))));
        nodes.setUsed(node, used);
    }
}
