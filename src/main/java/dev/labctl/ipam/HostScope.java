package dev.labctl.ipam;

import dev.labctl.ipam.Infrastructure.Purpose;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How an agent uses the CIDR of its node in modes kubernetes and cluster-pool (Cilium 1.18 {@code pkg/ipam/hostscope.go}).
 * Addresses are allocated in random order, so only their number can be predicted.
 *
 * @param cidr the node's CIDR of one family
 * @param infrastructure the addresses that the agent takes for itself
 */
public record HostScope(Cidr cidr, Infrastructure infrastructure) {
    /** Of an IPv6 CIDR, only the first 2^16 addresses are used: the agent's bitmap is no larger. */
    private static final int IPV6_HOST_BITS = 16;

    /**
     * The number of addresses of a CIDR that can be allocated: all but the first and the last, unless there are no others
     * (Cilium 1.18 {@code pkg/ipam/service/ipallocator/allocator.go}). None for an IPv4 /0 or /1, which overflow there.
     */
    public static long usable(Cidr cidr) {
        boolean ipv4 = cidr.family() == Family.IPV4;
        if (cidr.hostBits() >= (ipv4 ? 31 : 127)) {
            return 0;
        }
        long size = 1L << (ipv4 ? cidr.hostBits() : Math.min(cidr.hostBits(), IPV6_HOST_BITS));
        return size > 2 ? size - 2 : size;
    }

    /** The index of the first address of a CIDR that can be allocated. */
    public static long firstUsable(Cidr cidr) {
        return cidr.hostBits() > 1 ? 1 : 0;
    }

    public long usable() {
        return usable(cidr);
    }

    /** The number of addresses left for pods; 0 if the agent's own addresses do not fit. */
    public long slots() {
        return Math.max(0, usable() - infrastructure.count());
    }

    /** The number of pods of a node that can have an address of each family: that of its smallest family. */
    public static long slots(Collection<HostScope> families) {
        return families.stream().mapToLong(HostScope::slots).min().orElse(0);
    }

    /**
     * The fatal error of a node's agent whose own addresses do not fit; empty if they do. The agent takes addresses purpose by
     * purpose, IPv4 before IPv6.
     */
    public static Optional<String> failure(Collection<HostScope> families) {
        return families.stream()
                .filter(scope -> scope.usable() < scope.infrastructure.count())
                .min(Comparator.comparing(HostScope::firstMissing).thenComparing(scope -> scope.cidr.family()))
                .map(scope -> scope.firstMissing().failure(scope.cidr.family()));
    }

    private Purpose firstMissing() {
        List<Purpose> purposes = infrastructure.purposes();
        return purposes.get((int) usable());
    }
}
