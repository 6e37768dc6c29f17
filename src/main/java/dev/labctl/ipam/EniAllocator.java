package dev.labctl.ipam;

import dev.labctl.ipam.EniEvent.Attached;
import dev.labctl.ipam.EniEvent.Creating;
import dev.labctl.ipam.EniEvent.Deficit;
import dev.labctl.ipam.EniEvent.NotAssigned;
import dev.labctl.ipam.EniEvent.NotCreated;
import dev.labctl.ipam.EniEvent.OutOfInterfaces;
import dev.labctl.ipam.EniEvent.OutOfPrefixes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What Cilium's operator allocates for one node in mode eni: addresses or prefixes on the network interfaces that it has,
 * then on new ones (Cilium 1.18 {@code pkg/ipam/node.go}, {@code pkg/aws/eni/node.go}). It works with the subnets of the
 * node's availability zone, which nodes share.
 */
public final class EniAllocator {
    /** EC2's error for a new network interface. */
    private static final String SUBNET_FULL =
            "InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes";

    /** EC2's error for an interface whose places are taken. */
    private static final String LIMIT = "PrivateIpAddressLimitExceeded: Number of private addresses will exceed limit.";

    /** EC2's error for addresses on an interface that is there. */
    private static final String NO_ADDRESSES = "InsufficientFreeAddressesInSubnet: The specified subnet does not have"
            + " enough free addresses to satisfy the request.";

    private final InstanceType type;
    private final List<VpcSubnet> subnets;
    private final List<Eni> enis = new ArrayList<>();

    /**
     * A node with its first network interface.
     *
     * @param subnets of the availability zone, the node's own first
     * @param first its addresses are taken in its subnet already
     */
    public EniAllocator(InstanceType type, List<VpcSubnet> subnets, Eni first) {
        this.type = type;
        this.subnets = List.copyOf(subnets);
        enis.add(first);
    }

    public List<Eni> interfaces() {
        return List.copyOf(enis);
    }

    /** The number of addresses that pods and the agent can get. */
    public int available(EniDemand demand) {
        return enis.stream()
                .filter(eni -> eni.number() >= demand.firstInterface())
                .mapToInt(eni -> eni.addresses().size())
                .sum();
    }

    /** Mixed use is not supported: a node with single addresses gets no prefixes (Cilium {@code IsPrefixDelegated}). */
    private boolean delegated(EniDemand demand) {
        return demand.prefixDelegation()
                && type.prefixes()
                && enis.stream()
                        .noneMatch(eni ->
                                eni.prefixes().isEmpty() && !eni.addresses().isEmpty());
    }

    /**
     * One round: nothing where nothing is missing.
     *
     * @param used the addresses in use
     * @param pending the pods of the node that do not run yet
     */
    public List<EniEvent> maintain(EniDemand demand, int used, int pending) {
        int available = available(demand);
        int needed = demand.needed(available, used, type.capacity(demand.firstInterface(), delegated(demand)));
        if (needed == 0) {
            return List.of();
        }
        int wanted = Math.max(needed, pending) + demand.maxAboveWatermark();
        List<Eni> candidates = enis.stream()
                .filter(eni -> eni.number() >= demand.firstInterface() && room(eni, demand) > 0)
                .toList();
        Optional<Eni> selected = candidates.stream()
                .filter(eni -> subnet(eni.subnet()).free() > 0)
                .findFirst();
        int room = selected.map(eni -> Math.min(subnet(eni.subnet()).free(), room(eni, demand)))
                .orElse(0);
        int empty = type.adapters() - enis.size();
        List<EniEvent> events = new ArrayList<>();
        events.add(new Deficit(
                selected.map(Eni::number).orElse(-1),
                wanted,
                room,
                empty,
                available,
                used,
                needed,
                candidates.size() + empty));
        boolean assigned =
                selected.isPresent() && assign(selected.get(), Math.min(room, wanted), delegated(demand), events);
        if (!assigned) {
            create(demand, wanted, events);
        }
        return events;
    }

    /** How many more addresses an interface can have (Cilium {@code getEffectiveIPLimits}). */
    private int room(Eni eni, EniDemand demand) {
        int places = type.ipv4() - 1;
        int most = delegated(demand)
                ? places * InstanceType.PREFIX_SIZE
                : places + eni.prefixes().size() * (InstanceType.PREFIX_SIZE - 1);
        return Math.max(0, most - eni.addresses().size());
    }

    private boolean assign(Eni eni, int count, boolean prefixes, List<EniEvent> events) {
        VpcSubnet subnet = subnet(eni.subnet());
        if (prefixes) {
            List<Cidr> taken = prefixes(subnet, count);
            if (!taken.isEmpty()) {
                enis.set(enis.indexOf(eni), eni.withPrefixes(taken));
                return true;
            }
            events.add(new OutOfPrefixes(false));
        }
        if (eni.slots() + count > type.ipv4()) {
            events.add(new NotAssigned(eni.number(), count, LIMIT));
            return false;
        }
        List<IpAddress> taken = subnet.take(count);
        if (taken.isEmpty()) {
            events.add(new NotAssigned(eni.number(), count, NO_ADDRESSES));
            return false;
        }
        enis.set(enis.indexOf(eni), eni.withAddresses(taken));
        return true;
    }

    /** As many prefixes as hold the addresses, or none. */
    private static List<Cidr> prefixes(VpcSubnet subnet, int count) {
        int wanted = prefixCount(count);
        List<Cidr> taken = new ArrayList<>();
        if (subnet.freePrefixes() >= wanted) {
            for (int i = 0; i < wanted; i++) {
                subnet.takePrefix().ifPresent(taken::add);
            }
        }
        return taken;
    }

    private static int prefixCount(int addresses) {
        return (addresses + InstanceType.PREFIX_SIZE - 1) / InstanceType.PREFIX_SIZE;
    }

    private void create(EniDemand demand, int missing, List<EniEvent> events) {
        if (enis.size() >= type.adapters()) {
            events.add(new OutOfInterfaces());
            return;
        }
        VpcSubnet subnet = suitable();
        int wanted = Math.min(missing, type.ipv4() - 1);
        boolean prefixes = delegated(demand);
        int number = nextNumber(demand.firstInterface());
        events.add(new Creating(subnet.cidr(), wanted, prefixes));
        Optional<Eni> created = prefixes ? withPrefixes(subnet, number, wanted) : Optional.empty();
        if (prefixes && created.isEmpty()) {
            events.add(new OutOfPrefixes(true));
        }
        created = created.or(() -> withAddresses(subnet, number, wanted));
        created.ifPresent(enis::add);
        events.add(
                created.isPresent()
                        ? new Attached(subnet.cidr(), wanted, prefixes, number)
                        : new NotCreated(subnet.cidr(), wanted, prefixes, SUBNET_FULL));
    }

    private int nextNumber(int first) {
        int number = first;
        while (hasNumber(number)) {
            number++;
        }
        return number;
    }

    private boolean hasNumber(int number) {
        return enis.stream().anyMatch(eni -> eni.number() == number);
    }

    /** All or nothing: the prefixes, and an address of its own. */
    private static Optional<Eni> withPrefixes(VpcSubnet subnet, int number, int wanted) {
        if (subnet.free() <= prefixCount(wanted) * InstanceType.PREFIX_SIZE) {
            return Optional.empty();
        }
        List<Cidr> taken = prefixes(subnet, wanted);
        return taken.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Eni.bare(number, subnet.cidr(), subnet.take(1).get(0)).withPrefixes(taken));
    }

    private static Optional<Eni> withAddresses(VpcSubnet subnet, int number, int wanted) {
        List<IpAddress> taken = subnet.take(1 + wanted);
        return taken.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Eni.bare(number, subnet.cidr(), taken.get(0)).withAddresses(taken.subList(1, taken.size())));
    }

    /** The node's subnet as long as it has room, then the one with the most (Cilium {@code findSuitableSubnet}). */
    private VpcSubnet suitable() {
        return subnets.get(0).free() >= type.ipv4()
                ? subnets.get(0)
                : subnets.stream().max(Comparator.comparingInt(VpcSubnet::free)).orElseThrow();
    }

    private VpcSubnet subnet(Cidr cidr) {
        return subnets.stream()
                .filter(subnet -> subnet.cidr().equals(cidr))
                .findFirst()
                .orElseThrow();
    }
}
