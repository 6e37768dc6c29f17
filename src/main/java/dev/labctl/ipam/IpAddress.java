package dev.labctl.ipam;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An IP address: an unsigned number of 32 or 128 bits. IPv4 comes before IPv6, and within a family the smaller number
 * first.
 *
 * @param value at least 0, with no more bits than the family has
 */
public record IpAddress(Family family, BigInteger value) implements Comparable<IpAddress> {
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;

    /** Groups of zeros, of which the longest row is left out; one alone is not. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

    private static final Comparator<IpAddress> ORDER =
            Comparator.comparing(IpAddress::family).thenComparing(IpAddress::value);

    public IpAddress {
        if (value.signum() < 0 || value.bitLength() > family.bits()) {
            throw new IllegalArgumentException("an " + family + " address has " + family.bits() + " bits");
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
                    ? new IpAddress(Family.IPV4, BigInteger.valueOf(octets(text)))
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
        return new IpAddress(
                Family.IPV6,
                groups.stream()
                        .map(group -> new BigInteger(group, 16))
                        .reduce(BigInteger.ZERO, (value, group) -> value.shiftLeft(16)
                                .or(group)));
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
        return plus(BigInteger.valueOf(offset));
    }

    IpAddress plus(BigInteger offset) {
        BigInteger sum = value.add(offset);
        if (sum.bitLength() > family.bits()) {
            throw new IndexOutOfBoundsException("the " + family + " addresses end before that");
        }
        return new IpAddress(family, sum);
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
        return saturated(value.subtract(other.value));
    }

    /** A number from 0, at most {@link Long#MAX_VALUE}. */
    static long saturated(BigInteger number) {
        return number.bitLength() < Long.SIZE ? number.longValue() : Long.MAX_VALUE;
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
        return value.shiftRight(32).equals(BigInteger.valueOf(0xffff)) ? "::ffff:" + dotted() : colons();
    }

    private String dotted() {
        return IntStream.of(24, 16, 8, 0)
                .mapToObj(shift -> Integer.toString((value.intValue() >>> shift) & 0xff))
                .collect(Collectors.joining("."));
    }

    private String colons() {
        String all = IntStream.rangeClosed(1, GROUPS)
                .mapToObj(group -> Integer.toHexString(
                        value.shiftRight(16 * (GROUPS - group)).intValue() & 0xffff))
                .collect(Collectors.joining(":"));
        return ZEROS.matcher(all)
                .results()
                .reduce((one, other) -> other.group().length() > one.group().length() ? other : one)
                .map(zeros -> all.substring(0, zeros.start()).replaceFirst(":$", "") + "::"
                        + all.substring(zeros.end()).replaceFirst("^:", ""))
                .orElse(all);
    }
}
