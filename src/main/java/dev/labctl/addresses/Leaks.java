package dev.labctl.addresses;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Node.Allocation;
import dev.labctl.cluster.Pod;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Addresses that a node's agent has allocated and that no pod has: the deletion of a pod's sandbox did not reach the agent, or an
 * addition failed halfway. They stay allocated until the agent starts again, which takes back those of existing pods alone
 * (Cilium's {@code validateEndpoint} and {@code allocateIPsLocked}).
 */
final class Leaks {
    /** A pod that was refused an address tries again about every 12 seconds: after this time, a free address is taken. */
    private static final Duration RETRIED = Duration.ofSeconds(60);

    /** The agent has no address left; in mode multi-pool, of the pod's pool. */
    private static final Set<IpamTrouble.Kind> FULL =
            Set.of(IpamTrouble.Kind.RANGE_FULL, IpamTrouble.Kind.POOL_EXHAUSTED);

    private final Cluster cluster;

    /** The nodes on which a pod was told to end a moment ago; found once they are asked for. */
    private Optional<Set<String>> freeing = Optional.empty();

    Leaks(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The addresses that the agent has allocated beside those that are known already, leaked or not; none where it was not asked. */
    static Stream<Address> reported(Node node, List<Address> known, Map<String, String> workloads) {
        List<Allocation> all = node.allocations().orElse(List.of());
        Set<IpAddress> already = known.stream().map(Address::ip).collect(Collectors.toSet());
        return all.stream()
                .filter(one -> !already.contains(one.ip()))
                .map(one -> new Address(
                        one.ip(),
                        one.owner(),
                        workloads.getOrDefault(one.owner(), one.owner()),
                        isLeaked(one, all, node)));
    }

    /** A pod may be starting or ending; what an endpoint has is in use, if by a pod that is newer than the list of pods. */
    private static boolean isLeaked(Allocation one, List<Allocation> all, Node node) {
        if (!one.owner().contains("/")
                || one.endpoint().orElse(false)
                || !node.cluster().observation().knows(Kind.POD.kind())) {
            return false;
        }
        return node.pods().stream()
                .filter(pod -> pod.fullName().equals(one.owner()))
                .findFirst()
                .map(pod -> pod.addresses().stream()
                        .filter(ip -> ip.family() == one.ip().family())
                        .anyMatch(
                                ip -> all.stream().anyMatch(other -> other.ip().equals(ip))))
                .orElse(true);
    }

    /**
     * The node with its leaked addresses, where its agent gave no answer: pods have been refused an address for longer than a free one
     * would last, and fewer addresses have an owner than the block has. A cluster whose agents were not asked can be asked again,
     * and is not suspected: an address may have become free a moment ago.
     */
    NodeMap inferred(NodeMap map, Node node) {
        if (!node.isAgentAsked() || node.allocations().isPresent() || map.full() || !isRefusing(node)) {
            return map;
        }
        boolean known = Stream.of(Kind.POD, Kind.CILIUM_NODE)
                        .allMatch(kind -> cluster.observation().knows(kind.kind()))
                && cluster.observation().knows("Event");
        boolean oneBlock =
                cluster.ipam().is(IpamMode.CLUSTER_POOL) || cluster.ipam().is(IpamMode.KUBERNETES);
        if (!known || !oneBlock) {
            return map;
        }
        int own = Infrastructure.ofConfig(cluster.observation().ciliumConfig())
                .purposes()
                .size();
        return map.blocks().stream()
                .min(Comparator.comparing(Block::usable))
                .map(block -> map.withUnowned(block, block.free() - Math.max(0, own - block.reservedCount())))
                .filter(found -> found.unowned() > 0)
                .orElse(map);
    }

    /**
     * Whether the node's agent should be asked what it holds: it refuses pods an address although the cluster's objects leave some
     * without an owner.
     */
    boolean isSuspected(NodeMap map, Node node) {
        boolean left = cluster.ipam().is(IpamMode.MULTI_POOL)
                ? map.blocks().stream().anyMatch(block -> block.free() > 0)
                : !map.full() && !map.blocks().isEmpty();
        return left && !node.isAgentAsked() && isRefusing(node);
    }

    /** Whether pods wait because the block is full, and no address has become free of late. */
    private boolean isRefusing(Node node) {
        return node.pods().stream().anyMatch(Leaks::isRefused)
                && node.pods().stream().noneMatch(Leaks::isEnding)
                && !freeing().contains(node.name());
    }

    private Set<String> freeing() {
        if (freeing.isEmpty()) {
            freeing = Optional.of(cluster.observation().list("Event").stream()
                    .filter(event -> event.has("Killing", "reason"))
                    .filter(event -> Tree.time(event.tree(), "lastTimestamp")
                            .filter(at -> at.plus(RETRIED).isAfter(cluster.at()))
                            .isPresent())
                    .flatMap(event -> event.text("source", "host").stream())
                    .collect(Collectors.toSet()));
        }
        return freeing.get();
    }

    private static boolean isRefused(Pod pod) {
        return pod.takesAddress()
                && pod.isStuck()
                && !pod.hasAddress()
                && isLongAgo(pod, pod.object().since("PodScheduled"))
                && pod.lastWarning()
                        .flatMap(event -> event.text("message"))
                        .filter(text -> IpamTrouble.in(text).stream()
                                .map(IpamTrouble::kind)
                                .anyMatch(FULL::contains))
                        .isPresent();
    }

    private static boolean isLongAgo(Pod pod, Optional<Instant> moment) {
        return moment.filter(at -> at.plus(RETRIED).isBefore(pod.cluster().at()))
                .isPresent();
    }

    /** Whether a pod gives its address back, or did so less than a few attempts ago. */
    private static boolean isEnding(Pod pod) {
        return pod.isDeleting() || (pod.hasEnded() && !isLongAgo(pod, ended(pod.object())));
    }

    private static Optional<Instant> ended(KubeObject pod) {
        return pod.list("status", "containerStatuses").stream()
                .flatMap(status -> Tree.time(status, "state", "terminated", "finishedAt").stream())
                .max(Comparator.naturalOrder());
    }
}
