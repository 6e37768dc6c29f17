package dev.labctl.ipam;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses with a common prefix. No operation costs more for a large block than for a small one.
 *
 * @param network the first address; no bit is set after the prefix
 * @param prefixLength in bits, 0 to the family's
 */
public record Cidr(IpAddress network, int prefixLength) implements Comparable<Cidr> {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,3}");

    public Cidr {
        requireLength(network, prefixLength);
        IpAddress masked = mask(network, prefixLength);
        if (!masked.equals(network)) {
            throw new IllegalArgumentException(network + "/" + prefixLength + " has bits set after the first "
                    + prefixLength + "; the block that holds this address is " + masked + "/" + prefixLength);
        }
    }

    /**
     * Reads a block such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException with a sentence for the reader, if it is no CIDR, its length is out of range or
     *     bits are set after the prefix
     */
    public static Cidr parse(String text) {
        return read(text, false);
    }

    /**
     * The same, but bits that are set after the prefix are dropped. Cilium and Kubernetes read their settings so (Go
     * {@code net.ParseCIDR}).
     *
     * @throws IllegalArgumentException with a sentence for the reader, if it is no CIDR or its length is out of range
     */
    public static Cidr parseMasked(String text) {
        return read(text, true);
    }

    /** The same for text that may be anything: empty where it is no CIDR. */
    public static Optional<Cidr> readMasked(String text) {
        try {
            return Optional.of(parseMasked(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cidr read(String text, boolean masked) {
        int slash = text.lastIndexOf('/');
        String length = text.substring(slash + 1);
        if (slash < 0 || !LENGTH.matcher(length).matches()) {
            throw notCidr(text, null);
        }
        IpAddress address;
        try {
            address = IpAddress.parse(text.substring(0, slash));
        } catch (IllegalArgumentException e) {
            throw notCidr(text, e);
        }
        int prefixLength = Integer.parseInt(length);
        return masked ? holding(address, prefixLength) : new Cidr(address, prefixLength);
    }

    private static IllegalArgumentException notCidr(String text, IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a CIDR; one is written as an address, a slash and a length: 10.0.0.0/8",
                cause);
    }

    /** The block of that length which holds the address. */
    public static Cidr holding(IpAddress address, int prefixLength) {
        requireLength(address, prefixLength);
        return new Cidr(mask(address, prefixLength), prefixLength);
    }

    private static void requireLength(IpAddress address, int prefixLength) {
        Family family = address.family();
        if (prefixLength < 0 || prefixLength > family.bits()) {
            throw new IllegalArgumentException(
                    address + "/" + prefixLength + ": the length of an " + family + " prefix is 0 to " + family.bits());
        }
    }

    private static IpAddress mask(IpAddress address, int prefixLength) {
        int host = address.family().bits() - prefixLength;
        return new IpAddress(address.family(), address.high() & ~ones(host - 64), address.low() & ~ones(host));
    }

    /** A number whose lowest bits are set: as many as said, none of a negative number, at most 64. */
    private static long ones(int count) {
        if (count <= 0) {
            return 0;
        }
        return count >= 64 ? -1L : (1L << count) - 1;
    }

    public Family family() {
        return network.family();
    }

    /** How many bits follow the prefix. */
    public int hostBits() {
        return family().bits() - prefixLength;
    }

    /** How many addresses there are. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(hostBits());
    }

    public IpAddress first() {
        return network;
    }

    public IpAddress last() {
        return new IpAddress(family(), network.high() | ones(hostBits() - 64), network.low() | ones(hostBits()));
    }

    /**
     * The address at an index.
     *
     * @param index 0 is the first one's
     * @throws IndexOutOfBoundsException if the block ends before it
     */
    public IpAddress address(long index) {
        if (index < 0 || (hostBits() < 63 && index >= 1L << hostBits())) {
            throw new IndexOutOfBoundsException(this + " has no address at index " + index);
        }
        return network.plus(index);
    }

    public boolean contains(IpAddress address) {
        return address.family() == family() && mask(address, prefixLength).equals(network);
    }

    /** Whether all addresses of the other block are in this one. */
    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.network);
    }

    /** Whether any address is in both. Of two blocks one holds the other or they have nothing in common. */
    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /**
     * How many blocks of a length this one can be cut into: none where they would be larger than it.
     *
     * @param maskSize the length of the blocks' prefix, 0 to the family's bits
     * @return {@link Long#MAX_VALUE} where they are that many or more
     */
    public long blocks(int maskSize) {
        requireLength(network, maskSize);
        int bits = maskSize - prefixLength;
        if (bits < 0) {
            return 0;
        }
        return bits >= 63 ? Long.MAX_VALUE : 1L << bits;
    }

    /**
     * One of these blocks.
     *
     * @param index 0 is the first one's
     * @throws IndexOutOfBoundsException if there are not as many
     */
    public Cidr block(int maskSize, long index) {
        if (index < 0 || index >= blocks(maskSize)) {
            throw new IndexOutOfBoundsException(this + " has no /" + maskSize + " block at index " + index);
        }
        int shift = family().bits() - maskSize;
        // In two steps: a shift by 64 would be one by 0.
        IpAddress first = shift < 64
                ? network.plus((index >>> 1) >>> (63 - shift), index << shift)
                : network.plus(index << (shift - 64), 0);
        return new Cidr(first, maskSize);
    }

    /**
     * The index of the block that holds an address: {@code block(maskSize, blockIndex(maskSize, a)).contains(a)}.
     *
     * @return {@link Long#MAX_VALUE} where it is that or more
     * @throws IllegalArgumentException if the address is not in this block, or the blocks would be larger than it
     */
    public long blockIndex(int maskSize, IpAddress address) {
        if (!contains(address) || blocks(maskSize) == 0) {
            throw new IllegalArgumentException(this + " has no /" + maskSize + " block that holds " + address);
        }
        int shift = family().bits() - maskSize;
        long high = address.high() ^ network.high();
        long low = address.low() ^ network.low();
        long index = shift < 64 ? ((high << 1) << (63 - shift)) | (low >>> shift) : high >>> (shift - 64);
        boolean over = index < 0 || (shift < 64 && high >>> shift != 0);
        return over ? Long.MAX_VALUE : index;
    }

    /** By the first address; of two that begin alike the larger block comes first. */
    @Override
    public int compareTo(Cidr other) {
        int order = network.compareTo(other.network);
        return order != 0 ? order : Integer.compare(prefixLength, other.prefixLength);
    }

    @Override
    public String toString() {
        return network + "/" + prefixLength;
    }
}
