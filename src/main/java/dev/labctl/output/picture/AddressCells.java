package dev.labctl.output.picture;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The addresses of a block as cells or, where they are too many or their order is not known, by kind. */
final class AddressCells {
    /**
     * One address, or neighbouring addresses of one kind.
     *
     * @param kind of rectangle
     * @param word the end of the address, or what one of them is for
     * @param owner a short name; empty where it has none or it is not known
     * @param title what one is
     */
    record Cell(String kind, String word, String owner, String title, long count) {
        String counted() {
            return word.equals("free") ? Wording.grouped(count) + " free" : Wording.counted(count, word);
        }

        /** The letter for a cell that has no room for words; empty where none helps. */
        String letter() {
            return kind.equals("pod")
                    ? "•"
                    : kind.equals("reserved")
                            ? (owner.isEmpty() ? word : owner).substring(0, 1).toUpperCase(Locale.ROOT)
                            : "";
        }

        boolean owned() {
            return !owner.isEmpty();
        }
    }

    private AddressCells() {}

    /** How many addresses are drawn: those that can be allocated, and the ends that cannot. */
    static long size(Block block) {
        return 2L * edges(block) + Math.max(block.usable(), block.reservedCount() + block.slots());
    }

    /**
     * Blocks of more than two addresses keep the first and the last one back (Cilium 1.18 {@code pkg/ipam/service}).
     * Addresses of network interfaces are some of a subnet's, which has more than these.
     */
    private static int edges(Block block) {
        return block.rows().stream()
                        .map(row -> Cidr.parseMasked(row.substring(row.indexOf('-') + 1)))
                        .anyMatch(cidr -> cidr.hostBits() > 1 && HostAllocator.usable(cidr) <= block.usable())
                ? 1
                : 0;
    }

    /** The addresses by kind. */
    static List<Cell> segments(Block block) {
        boolean ipv4 = block.family() == Family.IPV4;
        long rest = block.usable() - block.reservedCount() - block.slots();
        List<Cell> segments = new ArrayList<>();
        segments.add(
                new Cell("edge", ipv4 ? "net" : "first", "", ipv4 ? "network address" : "first address", edges(block)));
        for (Reserved reserved : block.reserved()) {
            segments.add(new Cell("reserved", reserved.purpose(), "", reserved.purpose(), reserved.count()));
        }
        segments.add(new Cell("pod", "pod", "", "used by a pod", block.taken()));
        segments.add(new Cell("slot", "free", "", "free", block.free()));
        segments.add(new Cell("edge", "", "", "no slot", Math.max(0, rest)));
        segments.add(new Cell(
                "edge", ipv4 ? "bcast" : "last", "", ipv4 ? "broadcast address" : "last address", edges(block)));
        return segments.stream().filter(segment -> segment.count() > 0).toList();
    }

    /** Each address in its place; in a prediction, where only the first and the last place is known, by kind. */
    static List<Cell> of(AddressMap view, Block block) {
        if (!view.observed()) {
            return segments(block).stream()
                    .flatMap(segment -> Collections.nCopies(
                            (int) segment.count(), new Cell(segment.kind(), segment.word(), "", segment.title(), 1))
                            .stream())
                    .toList();
        }
        Map<IpAddress, Address> addresses = new HashMap<>();
        block.addresses().forEach(address -> addresses.put(address.ip(), address));
        Cidr cidr = block.known();
        List<IpAddress> given = block.given();
        long size = given.isEmpty() ? size(block) : given.size();
        return LongStream.range(0, size)
                .mapToObj(i -> {
                    IpAddress ip = given.isEmpty() ? cidr.address(i) : given.get((int) i);
                    boolean edge = given.isEmpty() && (i < edges(block) || i >= size - edges(block));
                    return Stream.ofNullable(addresses.get(ip))
                            .map(AddressCells::used)
                            .findFirst()
                            .orElseGet(() -> edge
                                    ? new Cell("edge", ending(ip), "", ip + ": never allocated", 1)
                                    : new Cell("slot", ending(ip), "", ip + ": free", 1));
                })
                .toList();
    }

    private static Cell used(Address address) {
        String name = address.workload();
        return new Cell(
                address.isPods() ? "pod" : "reserved",
                ending(address.ip()),
                name.substring(name.indexOf('/') + 1),
                address.ip() + ": " + address.owner() + (address.leaked() ? ", leaked: no such pod" : ""),
                1);
    }

    /** The end of an address, which tells it from others of its block. */
    private static String ending(IpAddress ip) {
        String text = ip.toString();
        return text.substring(Math.max(text.lastIndexOf('.'), text.lastIndexOf(':')));
    }
}
