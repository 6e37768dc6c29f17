package dev.labctl.addresses;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block of a node.
 *
 * @param cidr the block, where only one is possible, as always in an observation
 * @param candidates the blocks that it may be, or come from, where there are several: CIDRs, or {@code FIRST-LAST} for
 *     a long row
 * @param pool the name of the pool; {@code cluster} for the cluster's own list, {@code kubernetes} for what Kubernetes
 *     allocated
 * @param usable addresses that can be allocated at all
 * @param reserved addresses that Cilium keeps for itself
 * @param slots pods that can have an address
 * @param pods that have an address or need one here, as far as that is known
 * @param given the observed addresses that can be allocated, in order, where these are some of the block's alone, as those
 *     of network interfaces are of their subnet's; empty otherwise
 * @param addresses that are observed to be in use, in order
 * @param waiting observed pods that have no address
 * @param unowned addresses of which no owner is known, although the agent finds none that is free: most likely leaked
 */
public record Block(
        Optional<Cidr> cidr,
        List<String> candidates,
        String pool,
        Family family,
        long usable,
        List<Reserved> reserved,
        long slots,
        long pods,
        List<IpAddress> given,
        List<Address> addresses,
        List<StuckPod> waiting,
        long unowned) {
    /** A block of a prediction, where no address is in use yet. */
    public static Block predicted(
            Optional<Cidr> cidr,
            List<String> candidates,
            String pool,
            Family family,
            long usable,
            List<Reserved> reserved,
            long slots) {
        return new Block(
                cidr, candidates, pool, family, usable, reserved, slots, 0, List.of(), List.of(), List.of(), 0);
    }

    /** A block of an observation, for which no pod waits. */
    public static Block observed(Cidr cidr, String pool, List<Address> addresses) {
        return observed(cidr, pool, HostAllocator.usable(cidr), List.of(), addresses);
    }

    /** Some addresses of a subnet, for which no pod waits. */
    public static Block ofSubnet(Cidr subnet, String pool, List<IpAddress> given, List<Address> addresses) {
        return observed(subnet, pool, given.size(), given, addresses);
    }

    private static Block observed(Cidr cidr, String pool, long usable, List<IpAddress> given, List<Address> addresses) {
        Map<String, Integer> own = new LinkedHashMap<>();
        addresses.stream()
                .filter(address -> !address.isPods())
                .forEach(address -> own.merge(address.owner(), 1, Integer::sum));
        List<Reserved> reserved = own.entrySet().stream()
                .map(entry -> new Reserved(entry.getKey(), entry.getValue()))
                .toList();
        long kept = reserved.stream().mapToLong(Reserved::count).sum();
        return new Block(
                Optional.of(cidr),
                List.of(),
                pool,
                cidr.family(),
                usable,
                reserved,
                Math.max(0, usable - kept),
                addresses.size() - kept,
                given,
                addresses,
                List.of(),
                0);
    }

    Block with(long otherPods, List<StuckPod> otherWaiting) {
        return new Block(
                cidr,
                candidates,
                pool,
                family,
                usable,
                reserved,
                slots,
                otherPods,
                given,
                addresses,
                otherWaiting,
                unowned);
    }

    Block withUnowned(long count) {
        return new Block(
                cidr, candidates, pool, family, usable, reserved, slots, pods, given, addresses, waiting, count);
    }

    /** Whether an address is one that can be allocated from here. */
    public boolean has(IpAddress address) {
        return given.isEmpty() ? known().contains(address) : given.contains(address);
    }

    /** The block of an observation. */
    public Cidr known() {
        return cidr.orElseThrow();
    }

    /** The slots that pods have or will take, and those that are held for no pod. */
    public long taken() {
        return Math.min(pods + unowned, slots);
    }

    /** The addresses that the agent has allocated. */
    public long used() {
        return addresses.size() + unowned;
    }

    /** The addresses that are held for pods that do not exist, as the agent says. */
    public List<Address> leaked() {
        return addresses.stream().filter(Address::leaked).toList();
    }

    public long free() {
        return slots - taken();
    }

    /** The pods that have no slot. */
    public long stuck() {
        return Math.max(waiting.size(), pods - slots);
    }

    public long reservedCount() {
        return reserved.stream().mapToLong(Reserved::count).sum();
    }

    /** Whether the block is one of several that are listed. */
    public boolean oneOfSeveral() {
        return cidr.isEmpty() && (candidates.size() > 1 || candidates.stream().anyMatch(row -> row.contains("-")));
    }

    /** The blocks that it is or may be, one row each. */
    public List<String> rows() {
        return cidr.map(block -> List.of(block.toString())).orElse(candidates);
    }
}
