package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of one IPv4 subnet of a VPC: which are in use, and which /28 prefixes are free. AWS keeps the first four
 * addresses and the last one (Amazon VPC User Guide, "Subnet CIDR blocks"). Which free ones AWS gives is not documented;
 * here it is the lowest.
 */
public final class VpcSubnet {
    private static final int RESERVED = 4;
    private static final int PREFIX_LENGTH = 28;

    private final Cidr cidr;
    private final BitSet used;
    private final int size;

    /** An unused subnet, which AWS allows from /16 to /28. */
    public VpcSubnet(Cidr cidr) {
        this.cidr = cidr;
        this.size = cidr.size().intValueExact();
        this.used = new BitSet(size);
        used.set(0, Math.min(RESERVED, size));
        used.set(size - 1);
    }

    public Cidr cidr() {
        return cidr;
    }

    /** The number of addresses that are free. */
    public int free() {
        return size - used.cardinality();
    }

    /** The number of whole /28 blocks that are free. */
    public int freePrefixes() {
        int count = 0;
        for (int start = 0; start + InstanceType.PREFIX_SIZE <= size; start += InstanceType.PREFIX_SIZE) {
            count += isFree(start) ? 1 : 0;
        }
        return count;
    }

    private boolean isFree(int start) {
        int next = used.nextSetBit(start);
        return next < 0 || next >= start + InstanceType.PREFIX_SIZE;
    }

    /** Takes as many addresses, or none where fewer are free. */
    public List<IpAddress> take(int count) {
        if (free() < count) {
            return List.of();
        }
        List<IpAddress> taken = new ArrayList<>();
        for (int index = used.nextClearBit(0); taken.size() < count; index = used.nextClearBit(index)) {
            used.set(index);
            taken.add(cidr.address(index));
        }
        return taken;
    }

    /** Takes an address; false where it is in use, or not of this subnet. */
    public boolean take(IpAddress address) {
        if (!cidr.contains(address)) {
            return false;
        }
        int index = (int) cidr.blockIndex(cidr.family().bits(), address);
        boolean free = !used.get(index);
        used.set(index);
        return free;
    }

    /** Takes a whole /28 block. */
    public Optional<Cidr> takePrefix() {
        for (int start = 0; start + InstanceType.PREFIX_SIZE <= size; start += InstanceType.PREFIX_SIZE) {
            if (isFree(start)) {
                used.set(start, start + InstanceType.PREFIX_SIZE);
                return Optional.of(Cidr.holding(cidr.address(start), PREFIX_LENGTH));
            }
        }
        return Optional.empty();
    }
}
