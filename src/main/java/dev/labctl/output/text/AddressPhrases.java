package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is said of addresses in a few words, the same in text, in pictures and on pages. */
public final class AddressPhrases {
    /** At most this many free blocks of a pool are named one by one. */
    private static final int FREE_BLOCKS = 4;

    /** At most this many different reasons are given for pods of one workload. */
    private static final int REASONS = 3;

    /** The longest reason, in characters. */
    private static final int REASON = 100;

    /** The agent's own addresses, in the order of the legend. */
    private static final List<String> PURPOSES = List.of("router", "health", "ingress");

    private AddressPhrases() {}

    /** {@code IPAM mode cluster-pool, 3 nodes, 14 of 18 addresses used}. */
    public static String facts(AddressMap view) {
        long usable = view.nodes().stream().mapToLong(NodeMap::usable).sum();
        long used = view.nodes().stream().mapToLong(NodeMap::used).sum();
        return (view.mode().isEmpty() ? "IPAM mode not known, " : "IPAM mode " + view.mode() + ", ")
                + Wording.counted(view.nodes().size(), "node")
                + (view.observed()
                        ? ", " + Wording.grouped(used) + " of " + Wording.grouped(usable) + " addresses used"
                        : "");
    }

    /** {@code 6 of 6 used, none free; 6 pods have no address}, or {@code 6 usable, 4 slots; 10 pods: 6 stay stuck}. */
    public static String facts(AddressMap view, Block block) {
        long stuck = block.stuck();
        if (view.observed()) {
            return Wording.grouped(block.used()) + " of " + Wording.grouped(block.usable()) + " used, "
                    + Wording.orNone(block.free()) + " free"
                    + (stuck == 0
                            ? ""
                            : "; " + Wording.counted(stuck, "pod") + (stuck == 1 ? " has" : " have") + " no address");
        }
        return Wording.grouped(block.usable()) + " usable, " + Wording.counted(block.slots(), "slot")
                + (block.pods() == 0 ? "" : "; " + Wording.counted(block.pods(), "pod"))
                + (stuck <= 0 ? "" : ": " + Wording.grouped(stuck) + (stuck == 1 ? " stays" : " stay") + " stuck");
    }

    /** {@code 65,536 blocks of /24, 65,533 free}; of a prediction, {@code stay free}. */
    public static String facts(AddressMap view, PoolMap pool) {
        return view.observed()
                ? pool.words()
                : pool.words().replace(" free", pool.free() > 1 ? " stay free" : " stays free");
    }

    /** {@code reserved: router, health}; empty where nothing is. */
    public static String reserved(List<NodeRow> rows) {
        Set<String> purposes = NodeRow.blocks(rows)
                .flatMap(block -> block.reserved().stream())
                .map(Reserved::purpose)
                .collect(Collectors.toSet());
        List<String> known = PURPOSES.stream().filter(purposes::contains).toList();
        return purposes.isEmpty() ? "" : known.isEmpty() ? "reserved" : "reserved: " + String.join(", ", known);
    }

    /** Blocks as they are read: {@code 10.0.0.0/24 to 10.0.9.0/24}. */
    public static String listed(List<String> blocks) {
        return String.join(", ", blocks).replace("-", " to ");
    }

    /** What is wrong with nodes: errors, and pods that wait for a pool of which the node has no block. */
    public static List<String> troubles(NodeMap node) {
        List<String> troubles =
                new ArrayList<>(node.error().stream().flatMap(String::lines).toList());
        byWorkload(node.withoutBlock())
                .forEach((workload, pods) -> troubles.add(
                        "no block of that pool: " + pods.size() + " of " + workload + ": " + reasons(pods)));
        return troubles;
    }

    /** {@code Not used in this mode: Node.spec.podCIDR (10.244.2.0/24).}; empty where there is none. */
    public static String ignored(AddressMap view) {
        List<String> ignored = view.nodes().stream()
                .flatMap(node -> node.ignored().stream())
                .map(Cidr::toString)
                .toList();
        return ignored.isEmpty()
                ? ""
                : "Not used in this mode: Node.spec.podCIDR ("
                        + (ignored.size() <= NodeRow.MOST / 2
                                ? String.join(", ", ignored)
                                : ignored.get(0) + " and " + (ignored.size() - 1) + " others")
                        + ").";
    }

    /** Addresses as they are read, neighbours as one: {@code 10.0.0.1-10.0.0.3}. */
    static List<String> runs(List<IpAddress> addresses) {
        List<String> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= addresses.size(); i++) {
            if (i == addresses.size()
                    || !addresses.get(i).equals(addresses.get(i - 1).plus(1))) {
                String first = addresses.get(start).toString();
                runs.add(i - start == 1 ? first : first + (i - start == 2 ? ", " : "-") + addresses.get(i - 1));
                start = i;
            }
        }
        return runs;
    }

    /** The blocks of a pool that no node has, where they are few. */
    static List<Cidr> fewFree(PoolMap pool) {
        if (pool.free() > FREE_BLOCKS) {
            return List.of();
        }
        Set<Cidr> given = new HashSet<>();
        pool.given().forEach(block -> given.add(block.cidr()));
        return pool.cidrs().stream()
                .flatMap(text -> Cidr.readMasked(text).stream())
                .flatMap(cidr -> blocks(cidr, pool.maskSize()))
                .filter(block -> !given.contains(block))
                .limit(FREE_BLOCKS)
                .toList();
    }

    private static Stream<Cidr> blocks(Cidr cidr, int maskSize) {
        boolean cut =
                maskSize >= cidr.prefixLength() && maskSize <= cidr.family().bits();
        return LongStream.range(0, cut ? cidr.blocks(maskSize) : 0).mapToObj(index -> cidr.block(maskSize, index));
    }

    /** Pods by the workload that owns them. */
    static Map<String, List<StuckPod>> byWorkload(List<StuckPod> pods) {
        return pods.stream()
                .collect(Collectors.groupingBy(StuckPod::workload, LinkedHashMap::new, Collectors.toList()));
    }

    /** Why pods wait, each reason once and the long ones shortened: {@code range is full}. */
    static String reasons(List<StuckPod> pods) {
        return pods.stream()
                .map(AddressPhrases::reason)
                .map(words -> words.length() <= REASON
                        ? words
                        : words.substring(0, REASON).strip() + " ...")
                .distinct()
                .limit(REASONS)
                .collect(Collectors.joining("; "));
    }

    /** Why a pod waits. */
    public static String reason(StuckPod pod) {
        return pod.words().isEmpty() ? "no event yet" : pod.words();
    }
}
