package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An IP address: an unsigned number of 32 or 128 bits. IPv4 comes before IPv6, and within a family the smaller number
 * first.
 *
 * @param high the upper 64 bits; 0 for IPv4
 * @param low the lower 64 bits, unsigned; at most 32 of them are used for IPv4
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {
    private static final long IPV4_MAX = 0xffff_ffffL;
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    private static final Comparator<IpAddress> ORDER = Comparator.comparing(IpAddress::family)
            .thenComparing(IpAddress::high, Long::compareUnsigned)
            .thenComparing(IpAddress::low, Long::compareUnsigned);

    public IpAddress {
        if (family == Family.IPV4 && (high != 0 || (low & ~IPV4_MAX) != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /**
     * Reads a literal: four decimal octets without leading zeros, or the forms of RFC 4291 section 2.2 for IPv6. Names are
     * not resolved, and an IPv6 zone ({@code %eth0}) is not accepted.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static IpAddress parse(String text) {
        try {
            return text.indexOf(':') < 0
                    ? new IpAddress(Family.IPV4, 0, octets(text))
                    : groups(expand(text.indexOf('.') < 0 ? text : withoutOctets(text)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not an IP address", e);
        }
    }

    /** The address that a text is, such as a field of an object; empty where it is none. */
    public static Optional<IpAddress> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long octets(String text) {
        String[] octets = text.split("\\.", -1);
        require(octets.length == 4);
        long value = 0;
        for (String octet : octets) {
            require(OCTET.matcher(octet).matches() && Integer.parseInt(octet) <= 255);
            value = (value << 8) | Integer.parseInt(octet);
        }
        return value;
    }

    /** An IPv6 literal that ends in an IPv4 literal, with the latter replaced by groups. */
    private static String withoutOctets(String text) {
        int start = text.lastIndexOf(':') + 1;
        long value = octets(text.substring(start));
        return text.substring(0, start) + Long.toHexString(value >>> 16) + ":" + Long.toHexString(value & 0xffff);
    }

    /** The eight groups of a literal, including those that {@code ::} leaves out. */
    private static List<String> expand(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return split(text);
        }
        List<String> left = split(text.substring(0, gap));
        List<String> right = split(text.substring(gap + 2));
        int missing = GROUPS - left.size() - right.size();
        require(missing >= 1);
        List<String> groups = new ArrayList<>(left);
        IntStream.range(0, missing).forEach(i -> groups.add("0"));
        groups.addAll(right);
        return groups;
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(":", -1));
    }

    private static IpAddress groups(List<String> groups) {
        require(groups.size() == GROUPS);
        require(groups.stream().allMatch(group -> GROUP.matcher(group).matches()));
        return new IpAddress(Family.IPV6, number(groups.subList(0, 4)), number(groups.subList(4, 8)));
    }

    private static long number(List<String> groups) {
        return groups.stream().mapToLong(HexFormat::fromHexDigits).reduce(0, (value, group) -> (value << 16) | group);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new NumberFormatException();
        }
    }

    /**
     * The address at an offset from this one.
     *
     * @param offset at least 0
     * @throws IndexOutOfBoundsException if the family has no such address
     */
    public IpAddress plus(long offset) {
        if (offset < 0) {
            throw new IndexOutOfBoundsException("there is no address " + offset + " after " + this);
        }
        return plus(0, offset);
    }

    /** The same with an offset of 128 bits, unsigned; its upper half is not all ones. */
    IpAddress plus(long offsetHigh, long offsetLow) {
        long newLow = low + offsetLow;
        int carry = Long.compareUnsigned(newLow, low) < 0 ? 1 : 0;
        long newHigh = high + offsetHigh + carry;
        boolean over = family == Family.IPV4
                ? newHigh != 0 || (newLow & ~IPV4_MAX) != 0
                : Long.compareUnsigned(newHigh, high) < 0;
        if (over) {
            throw new IndexOutOfBoundsException("the " + family + " addresses end before that");
        }
        return new IpAddress(family, newHigh, newLow);
    }

    /**
     * The offset of this address from another one of the family.
     *
     * @return at least 0, at most {@link Long#MAX_VALUE}
     * @throws IllegalArgumentException if the other address is of another family or comes after this one
     */
    public long distanceFrom(IpAddress other) {
        if (family != other.family || compareTo(other) < 0) {
            throw new IllegalArgumentException(this + " is not reached from " + other);
        }
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        long steps = low - other.low;
        return high - other.high - borrow != 0 || steps < 0 ? Long.MAX_VALUE : steps;
    }

    @Override
    public int compareTo(IpAddress other) {
        return ORDER.compare(this, other);
    }

    /** The canonical text: RFC 5952 for IPv6, and its section 5 for IPv4-mapped addresses. */
    @Override
    public String toString() {
        if (family == Family.IPV4) {
            return dotted();
        }
        return high == 0 && low >>> 32 == 0xffff ? "::ffff:" + dotted() : colons();
    }

    private String dotted() {
        return ((low >>> 24) & 0xff) + "." + ((low >>> 16) & 0xff) + "." + ((low >>> 8) & 0xff) + "." + (low & 0xff);
    }

    private String colons() {
        int gap = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosAt(i);
            if (zeros > length) {
                gap = i;
                length = zeros;
            }
        }
        return length < 2 ? join(0, GROUPS) : join(0, gap) + "::" + join(gap + length, GROUPS);
    }

    private int zerosAt(int group) {
        int end = group;
        while (end < GROUPS && group(end) == 0) {
            end++;
        }
        return end - group;
    }

    private long group(int index) {
        long half = index < 4 ? high : low;
        return (half >>> (48 - 16 * (index % 4))) & 0xffff;
    }

    private String join(int from, int to) {
        StringJoiner joined = new StringJoiner(":");
        IntStream.range(from, to).forEach(i -> joined.add(Long.toHexString(group(i))));
        return joined.toString();
    }
}
