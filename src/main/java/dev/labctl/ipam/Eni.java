package dev.labctl.ipam;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A network interface of an EC2 instance.
 *
 * @param number its place, from 0
 * @param subnet that it is in
 * @param primary its own address, which no pod gets
 * @param addresses those that pods can get, those of the prefixes with them
 */
public record Eni(int number, Cidr subnet, IpAddress primary, List<IpAddress> addresses, List<Cidr> prefixes) {
    public Eni {
        addresses = List.copyOf(addresses);
        prefixes = List.copyOf(prefixes);
    }

    /** An interface that has its own address alone. */
    public static Eni bare(int number, Cidr subnet, IpAddress primary) {
        return new Eni(number, subnet, primary, List.of(), List.of());
    }

    Eni withAddresses(List<IpAddress> more) {
        List<IpAddress> all = new ArrayList<>(addresses);
        all.addAll(more);
        return new Eni(number, subnet, primary, all, prefixes);
    }

    Eni withPrefixes(List<Cidr> more) {
        List<Cidr> all = new ArrayList<>(prefixes);
        all.addAll(more);
        List<IpAddress> ips = new ArrayList<>(addresses);
        more.forEach(prefix -> LongStream.range(0, InstanceType.PREFIX_SIZE)
                .mapToObj(prefix::address)
                .forEach(ips::add));
        return new Eni(number, subnet, primary, ips, all);
    }

    /** The places for addresses or prefixes that are taken, the primary address's with them. */
    int slots() {
        return 1 + prefixes.size() + addresses.size() - prefixes.size() * InstanceType.PREFIX_SIZE;
    }
}
