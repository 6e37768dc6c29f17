package dev.labctl.e2e;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether an address lies in a CIDR, as the tests see it. */
record Cidr(BigInteger network, int bits, int length) {
    static Cidr of(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = bytes(parts[0]);
        return new Cidr(new BigInteger(1, address), address.length * 8, Integer.parseInt(parts[1]));
    }

    boolean contains(String ip) {
        byte[] address = bytes(ip);
        int host = bits - length;
        return address.length * 8 == bits
                && new BigInteger(1, address).shiftRight(host).equals(network.shiftRight(host));
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }
}
