package dev.labctl.ipam;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** An IP address family. */
public enum Family {
    IPV4("IPv4", 32),
    IPV6("IPv6", 128);

    private final String word;
    private final int bits;

    Family(String word, int bits) {
        this.word = word;
        this.bits = bits;
    }

    /** The families of addresses or CIDRs, as their colons tell. */
    public static Set<Family> of(Collection<?> addresses) {
        return addresses.stream()
                .map(address -> address.toString().contains(":") ? IPV6 : IPV4)
                .collect(Collectors.toSet());
    }

    /** The length of an address in bits. */
    public int bits() {
        return bits;
    }

    /** As Cilium's values and annotations spell it: {@code ipv4}, {@code ipv6}. */
    public String key() {
        return word.toLowerCase(Locale.ROOT);
    }

    /** For the user, and as in Cilium's error texts: {@code IPv4}, {@code IPv6}. */
    @Override
    public String toString() {
        return word;
    }
}
