package dev.labctl.ipam;

import dev.labctl.ipam.Infrastructure.Purpose;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an agent makes of the CIDR of its node, in modes kubernetes and cluster-pool (Cilium 1.18 {@code
 * pkg/ipam/hostscope.go}). Addresses are given out in random order, so only how many there are can be predicted.
 *
 * @param cidr the node's, of one family
 * @param infrastructure what the agent takes for itself
 */
public record HostScope(Cidr cidr, Infrastructure infrastructure) {
    /** An IPv6 CIDR counts as its first 2^16 addresses: the agent's bitmap is no larger. */
    private static final int IPV6_HOST_BITS = 16;

    /**
     * How many addresses of a CIDR can be given out: the first and the last never are, unless there are no others
     * (Cilium 1.18 {@code pkg/ipam/service/ipallocator/allocator.go}). None of an IPv4 /0 or /1, which overflow there.
     */
    public static long usable(Cidr cidr) {
        boolean ipv4 = cidr.family() == Family.IPV4;
        if (cidr.hostBits() >= (ipv4 ? 31 : 127)) {
            return 0;
        }
        long size = 1L << (ipv4 ? cidr.hostBits() : Math.min(cidr.hostBits(), IPV6_HOST_BITS));
        return size > 2 ? size - 2 : size;
    }

    /** The index in a CIDR of the first address that can be given out. */
    public static long firstUsable(Cidr cidr) {
        return cidr.hostBits() > 1 ? 1 : 0;
    }

    public long usable() {
        return usable(cidr);
    }

    /** How many addresses are left for pods; 0 also where the agent's own do not fit. */
    public long slots() {
        return Math.max(0, usable() - infrastructure.count());
    }

    /** How many pods of a node can have an address of each of its families: its smallest family decides. */
    public static long slots(Collection<HostScope> families) {
        return families.stream().mapToLong(HostScope::slots).min().orElse(0);
    }

    /**
     * The text that a node's agent dies with, since its own addresses do not fit; empty if they do. It takes one purpose
     * after the other, and for each IPv4 before IPv6.
     */
    public static Optional<String> failure(Collection<HostScope> families) {
        return families.stream()
                .filter(scope -> scope.usable() < scope.infrastructure.count())
                .min(Comparator.comparing(HostScope::firstMissing).thenComparing(scope -> scope.cidr.family()))
                .map(scope -> IpamTexts.infrastructureFailed(scope.firstMissing(), scope.cidr.family()));
    }

    private Purpose firstMissing() {
        List<Purpose> purposes = infrastructure.purposes();
        return purposes.get((int) usable());
    }
}
