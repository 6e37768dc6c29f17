package dev.labctl.ipam;

/** A family of IP addresses. */
public enum Family {
    IPV4("IPv4", 32),
    IPV6("IPv6", 128);

    private final String word;
    private final int bits;

    Family(String word, int bits) {
        this.word = word;
        this.bits = bits;
    }

    /** The length of an address, in bits. */
    public int bits() {
        return bits;
    }

    /** As it is said to a reader, and as Cilium's error texts say it: {@code IPv4}, {@code IPv6}. */
    @Override
    public String toString() {
        return word;
    }
}
