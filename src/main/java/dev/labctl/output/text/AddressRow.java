package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.Block;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An address in use, or neighbouring addresses that are free.
 *
 * @param addresses one, or {@code FIRST-LAST}
 * @param owner {@code router}, {@code namespace/pod} and the like; {@code free} for one, {@code 17 free} for several
 */
public record AddressRow(String addresses, String owner, boolean free) {
    /** Every address of a block that can be allocated, in order. */
    public static List<AddressRow> of(Block block) {
        List<AddressRow> rows = new ArrayList<>();
        if (block.usable() == 0) {
            return rows;
        }
        if (!block.given().isEmpty()) {
            return ofGiven(block);
        }
        Cidr cidr = block.known();
        IpAddress next = cidr.address(HostAllocator.firstUsable(cidr));
        IpAddress last = next.plus(block.usable() - 1);
        for (Address address : block.addresses()) {
            if (next.compareTo(address.ip()) < 0) {
                rows.add(free(next, address.ip().distanceFrom(next)));
            }
            String owner = address.owner() + (address.leaked() ? ", leaked: no such pod" : "");
            rows.add(new AddressRow(address.ip().toString(), owner, false));
            next = address.ip().plus(1);
        }
        if (next.compareTo(last) <= 0) {
            rows.add(free(next, last.distanceFrom(next) + 1));
        }
        return rows;
    }

    /** Addresses that need not be neighbours. */
    private static List<AddressRow> ofGiven(Block block) {
        Map<IpAddress, Address> used =
                block.addresses().stream().collect(Collectors.toMap(Address::ip, any -> any, (first, second) -> first));
        List<AddressRow> rows = new ArrayList<>();
        IpAddress start = block.given().get(0);
        long run = 0;
        for (IpAddress ip : block.given()) {
            boolean neighbour = run > 0 && ip.equals(start.plus(run));
            if (run > 0 && (used.containsKey(ip) || !neighbour)) {
                rows.add(free(start, run));
                run = 0;
            }
            if (used.containsKey(ip)) {
                rows.add(new AddressRow(ip.toString(), used.get(ip).owner(), false));
            } else {
                start = run == 0 ? ip : start;
                run++;
            }
        }
        if (run > 0) {
            rows.add(free(start, run));
        }
        return rows;
    }

    private static AddressRow free(IpAddress from, long count) {
        return count == 1
                ? new AddressRow(from.toString(), "free", true)
                : new AddressRow(from + "-" + from.plus(count - 1), Wording.grouped(count) + " free", true);
    }
}
