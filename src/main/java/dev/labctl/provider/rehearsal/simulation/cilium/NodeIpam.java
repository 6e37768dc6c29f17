package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.Infrastructure.Purpose;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the agent of one node gives addresses from. It outlives a restart of the agent, as the addresses of pods do. */
abstract class NodeIpam {
    private final Set<Family> families;
    private final Map<Purpose, List<IpAddress>> own = new EnumMap<>(Purpose.class);

    NodeIpam(Set<Family> families) {
        this.families = families;
    }

    /** Whether there is enough for the agent to start. */
    abstract boolean ready();

    /** Takes up what the operator has given to the node since. */
    void update(KubeObject ciliumNode) {}

    /** Whether the agent tells the operator from time to time what it needs, or has in use. */
    boolean reports() {
        return false;
    }

    /** Tells the operator. */
    void report(CiliumNodes nodes, String node) {}

    /** An address for the agent itself; done without one where the agent does without. */
    abstract Attempt<Optional<IpAddress>> take(Purpose purpose, Family family);

    /**
     * An address for a pod.
     *
     * @param namespace the annotations of the pod's namespace
     * @return refused with the agent's text
     */
    abstract Attempt<IpAddress> take(SimulatedPod pod, Map<String, String> namespace, Family family);

    /** Takes an address that its owner had before. */
    abstract void occupy(IpAddress address, String owner);

    abstract void release(IpAddress address);

    /**
     * Takes the agent's own addresses, those that it does not have yet, and gives back those that it does not need any more.
     *
     * @return refused with the text that the agent dies with
     */
    Attempt<Map<Purpose, List<IpAddress>>> claim(Infrastructure infrastructure) {
        List<Purpose> wanted = infrastructure.purposes();
        for (Purpose purpose : List.copyOf(own.keySet())) {
            if (!wanted.contains(purpose)) {
                own.remove(purpose).forEach(this::release);
            }
        }
        for (Purpose purpose : wanted) {
            List<IpAddress> mine = own.computeIfAbsent(purpose, p -> new ArrayList<>());
            for (Family family : families) {
                if (mine.stream().noneMatch(address -> address.family() == family)) {
                    Attempt<Optional<IpAddress>> taken = take(purpose, family);
                    if (taken.error().isPresent()) {
                        return Attempt.refused(taken.error().get());
                    }
                    taken.value().flatMap(address -> address).ifPresent(mine::add);
                }
            }
        }
        return Attempt.done(own);
    }

    /** Addresses for a pod: IPv6 first, of all families or of none (Cilium 1.18 {@code pkg/ipam/allocator.go}). */
    final Attempt<List<IpAddress>> take(SimulatedPod pod, Map<String, String> namespace) {
        List<IpAddress> taken = new ArrayList<>();
        for (Family family :
                Stream.of(Family.IPV6, Family.IPV4).filter(families::contains).toList()) {
            Attempt<IpAddress> address = take(pod, namespace, family);
            if (address.error().isPresent()) {
                taken.forEach(this::release);
                return Attempt.refused(address.error().get());
            }
            address.value().ifPresent(found -> taken.add(0, found));
        }
        return Attempt.done(List.copyOf(taken));
    }

    final void restore(SimulatedPod pod) {
        pod.addresses().forEach(address -> occupy(address, pod.namespace() + "/" + pod.name()));
    }

    final void release(SimulatedPod pod) {
        pod.addresses().forEach(this::release);
    }
}
