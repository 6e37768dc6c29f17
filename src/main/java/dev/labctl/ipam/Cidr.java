package dev.labctl.ipam;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses with a common prefix. The cost of an operation does not depend on the size of the block.
 *
 * @param first the first address; no bit after the prefix is set
 * @param prefixLength in bits, 0 to the family's
 */
public record Cidr(IpAddress first, int prefixLength) implements Comparable<Cidr> {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,3}");

    public Cidr {
        requireLength(first, prefixLength);
        IpAddress masked = mask(first, prefixLength);
        if (!masked.equals(first)) {
            throw new IllegalArgumentException(first + "/" + prefixLength + " has bits set after the first "
                    + prefixLength + "; the block that holds this address is " + masked + "/" + prefixLength);
        }
    }

    /**
     * Reads a block such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException with a message for the user if the text is not a CIDR, its length is out of range, or
     *     bits after the prefix are set
     */
    public static Cidr parse(String text) {
        return read(text, false);
    }

    /**
     * The same, but clears bits after the prefix, as Cilium and Kubernetes do when they read settings (Go
     * {@code net.ParseCIDR}).
     *
     * @throws IllegalArgumentException with a message for the user if the text is not a CIDR or its length is out of range
     */
    public static Cidr parseMasked(String text) {
        return read(text, true);
    }

    /** The same for any text: empty if it is not a CIDR. */
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
        IpAddress address = Optional.of(text.substring(0, Math.max(slash, 0)))
                .filter(before -> LENGTH.matcher(length).matches())
                .flatMap(IpAddress::read)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is not a CIDR; write an address, a slash and a prefix length: 10.0.0.0/8"));
        int prefixLength = Integer.parseInt(length);
        return masked ? holding(address, prefixLength) : new Cidr(address, prefixLength);
    }

    /** The block of this prefix length that holds the address. */
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
        return new IpAddress(address.family(), address.value().shiftRight(host).shiftLeft(host));
    }

    public Family family() {
        return first.family();
    }

    /** The number of bits after the prefix. */
    public int hostBits() {
        return family().bits() - prefixLength;
    }

    /** The number of addresses. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(hostBits());
    }

    public IpAddress last() {
        return first.plus(size().subtract(BigInteger.ONE));
    }

    /**
     * The address at an index, from 0.
     *
     * @throws IndexOutOfBoundsException if the block has no such address
     */
    public IpAddress address(long index) {
        if (index < 0 || BigInteger.valueOf(index).compareTo(size()) >= 0) {
            throw new IndexOutOfBoundsException(this + " has no address at index " + index);
        }
        return first.plus(index);
    }

    public boolean contains(IpAddress address) {
        return address.family() == family() && mask(address, prefixLength).equals(first);
    }

    /** Whether all addresses of the other block are in this one. */
    public boolean contains(Cidr other) {
        return other.prefixLength >= prefixLength && contains(other.first);
    }

    /** Whether any address is in both blocks. One block then contains the other. */
    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /**
     * The number of blocks of a prefix length in this one: none if a block would be larger than this one.
     *
     * @param maskSize the prefix length of the blocks, 0 to the family's bits
     * @return at most {@link Long#MAX_VALUE}
     */
    public long blocks(int maskSize) {
        requireLength(first, maskSize);
        int bits = maskSize - prefixLength;
        if (bits < 0) {
            return 0;
        }
        return bits >= 63 ? Long.MAX_VALUE : 1L << bits;
    }

    /**
     * One of these blocks by its index, from 0.
     *
     * @throws IndexOutOfBoundsException if there is no such block
     */
    public Cidr block(int maskSize, long index) {
        if (index < 0 || index >= blocks(maskSize)) {
            throw new IndexOutOfBoundsException(this + " has no /" + maskSize + " block at index " + index);
        }
        BigInteger offset = BigInteger.valueOf(index).shiftLeft(family().bits() - maskSize);
        return new Cidr(first.plus(offset), maskSize);
    }

    /**
     * The index of the block that holds an address: {@code block(maskSize, blockIndex(maskSize, a)).contains(a)}.
     *
     * @return at most {@link Long#MAX_VALUE}
     * @throws IllegalArgumentException if the address is not in this block, or a block would be larger than this one
     */
    public long blockIndex(int maskSize, IpAddress address) {
        if (!contains(address) || blocks(maskSize) == 0) {
            throw new IllegalArgumentException(this + " has no /" + maskSize + " block that holds " + address);
        }
        BigInteger offset = address.value().subtract(first.value());
        return IpAddress.saturated(offset.shiftRight(family().bits() - maskSize));
    }

    /** By first address, then the larger block first. */
    @Override
    public int compareTo(Cidr other) {
        int order = first.compareTo(other.first);
        return order != 0 ? order : Integer.compare(prefixLength, other.prefixLength);
    }

    @Override
    public String toString() {
        return first + "/" + prefixLength;
    }
}
