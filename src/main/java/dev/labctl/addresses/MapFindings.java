package dev.labctl.addresses;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTrouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The findings of an address map, worst first. Objects with the same finding share it. */
final class MapFindings {
    static final String NODE_WITHOUT_BLOCK = "NODE_WITHOUT_BLOCK";

    /** At most this many names are listed of those that share a finding. */
    private static final int NAMES = 5;

    private static final String EXPLAIN = "`labctl explain` says why, and how to fix it.";

    private final AddressMap map;
    private final List<Finding> findings = new ArrayList<>();

    private MapFindings(AddressMap map) {
        this.map = map;
    }

    static List<Finding> of(AddressMap map) {
        MapFindings all = new MapFindings(map);
        all.nodes();
        all.pods();
        all.leaks();
        all.fullNodes();
        all.pools();
        all.outsideBlocks();
        all.findings.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(all.findings);
    }

    private void found(Severity severity, String reason, String message) {
        findings.add(new Finding(severity, reason, message, severity == Severity.ERROR ? EXPLAIN : ""));
    }

    /** A warning about all of some names, if there are any. */
    private void warning(String reason, List<String> names, Function<String, String> message) {
        if (!names.isEmpty()) {
            found(Severity.WARNING, reason, message.apply(names(names)));
        }
    }

    private void nodes() {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        map.nodes()
                .forEach(node -> node.error().ifPresent(error -> errors.computeIfAbsent(error, any -> new ArrayList<>())
                        .add(node.name())));
        errors.forEach((error, nodes) ->
                found(Severity.ERROR, "NODE_ERROR", "the operator reports on " + names(nodes) + ": " + error));
        List<String> without = map.nodes().stream()
                .filter(node -> node.blocks().isEmpty() && node.error().isEmpty())
                .map(NodeMap::name)
                .toList();
        warning(NODE_WITHOUT_BLOCK, without, names -> names + have(without) + " no block of addresses yet");
    }

    /** What stuck pods have in common: whether an address is what they lack, and whether there is no word of why. */
    private record Cause(String workload, boolean wants, boolean silent, List<IpamTrouble.Kind> troubles) {
        static Cause of(StuckPod pod) {
            return new Cause(
                    pod.workload(),
                    pod.wantsAddress(),
                    pod.text().isEmpty(),
                    IpamTrouble.in(pod.text()).stream().map(IpamTrouble::kind).toList());
        }

        /**
         * A pod that is only late, and the first pod of a pool on a node, will most likely run without any help. So may one
         * that no agent was there for.
         */
        Severity severity() {
            return silent || troubles.contains(IpamTrouble.Kind.POOL_NOT_YET_AVAILABLE)
                    ? Severity.NOTE
                    : wants && troubles.isEmpty() ? Severity.WARNING : Severity.ERROR;
        }
    }

    private void pods() {
        map.stuck().stream()
                .collect(Collectors.groupingBy(Cause::of, LinkedHashMap::new, Collectors.toList()))
                .forEach((cause, pods) -> {
                    boolean one = pods.size() == 1;
                    List<String> nodes = pods.stream()
                            .flatMap(pod -> pod.node().stream())
                            .distinct()
                            .toList();
                    String lack = cause.wants() ? have(pods) + " no address" : (one ? " is" : " are") + " not ready";
                    String words = pods.get(0).words();
                    found(
                            cause.severity(),
                            cause.wants() ? "PODS_WITHOUT_ADDRESS" : "PODS_NOT_READY",
                            pods.size()
                                    + (one ? " pod of " : " pods of ")
                                    + cause.workload()
                                    + (nodes.isEmpty() ? "" : " on " + names(nodes))
                                    + lack
                                    + (words.isEmpty() ? " yet" : ": " + words));
                });
    }

    private void leaks() {
        for (NodeMap node : map.nodes()) {
            List<String> leaked = node.leaked().stream()
                    .map(address -> address.ip() + " (" + address.owner() + ")")
                    .toList();
            Severity severity = node.waiting().isEmpty() ? Severity.WARNING : Severity.ERROR;
            if (!leaked.isEmpty()) {
                found(
                        severity,
                        "ADDRESSES_LEAKED",
                        "the agent on " + node.name() + " holds " + addresses(leaked.size())
                                + " for pods that do not exist: " + names(leaked));
            } else if (node.unowned() > 0) {
                found(
                        severity,
                        "ADDRESSES_LEAKED",
                        addresses(node.unowned()) + " on " + node.name()
                                + (node.unowned() == 1 ? " has" : " have")
                                + " no known owner, and none is free: probably leaked, which is inferred, because the agent"
                                + " was not asked");
            }
        }
    }

    /** A node gets a further block in mode multi-pool, as long as there are any. */
    private void fullNodes() {
        List<String> full = map.nodes().stream()
                .filter(node -> node.blocks().stream()
                        .anyMatch(block -> !grows(block)
                                && node.blocks(block.pool(), block.family()).stream()
                                        .allMatch(one -> one.free() == 0)))
                .map(NodeMap::name)
                .toList();
        warning("NODE_FULL", full, names -> "no address is free on " + names + ": the next pod there gets none");
    }

    private boolean grows(Block block) {
        return map.mode().equals(IpamMode.MULTI_POOL.word())
                && map.pool(block.pool(), block.family())
                        .filter(pool -> pool.free() > 0)
                        .isPresent();
    }

    private void pools() {
        List<String> empty = map.pools().stream()
                .filter(pool -> pool.free() == 0)
                .map(MapFindings::name)
                .toList();
        if (!empty.isEmpty()) {
            found(
                    Severity.WARNING,
                    "POOL_WITHOUT_BLOCKS",
                    "no block is left in " + String.join(", ", empty) + ": the next node that needs one gets none");
        }
    }

    private static String name(PoolMap pool) {
        return "pool " + pool.name() + " (" + pool.family() + ")";
    }

    private void outsideBlocks() {
        List<String> outsideBlocks = map.outsideBlocks().stream()
                .map((Address address) -> address.owner() + " (" + address.ip() + ")")
                .toList();
        warning(
                "ADDRESS_OUTSIDE",
                outsideBlocks,
                names -> names + have(outsideBlocks)
                        + " an address outside the blocks of its node: it was allocated before the node's block changed");
    }

    private static String addresses(long count) {
        return Wording.grouped(count) + (count == 1 ? " address" : " addresses");
    }

    private static String have(List<?> subjects) {
        return subjects.size() == 1 ? " has" : " have";
    }

    private static String names(List<String> names) {
        return names.size() <= NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES)) + " and " + (names.size() - NAMES) + " more";
    }
}
