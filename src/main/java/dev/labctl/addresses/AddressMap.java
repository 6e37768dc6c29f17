package dev.labctl.addresses;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Node;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.Observation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where addresses are, predicted for a lab or observed in a cluster. What cannot be predicted exactly is a set or a range:
 * which node gets which block, where the system's pods go, which replica gets an address.
 *
 * @param observed in a cluster; predicted otherwise
 * @param mode IPAM mode, as Cilium spells it; empty where Cilium is not installed
 * @param stuckAtOnce the most pods that can be stuck at the same time, as far as that is known; the sum of the workloads' may be
 *     more
 * @param findings what a reader should not overlook, worst first
 * @param stuck pods that are observed not to be ready; none in a prediction
 * @param outsideBlocks addresses of observed pods in no block of their node, such as those of an earlier Cilium
 */
public record AddressMap(
        boolean observed,
        String mode,
        List<NodeMap> nodes,
        List<PoolMap> pools,
        List<WorkloadPods> workloads,
        long stuckAtOnce,
        List<Finding> findings,
        List<StuckPod> stuck,
        List<Address> outsideBlocks) {
    public AddressMap {
        nodes = List.copyOf(nodes);
        pools = List.copyOf(pools);
        workloads = List.copyOf(workloads);
        findings = List.copyOf(findings);
        stuck = List.copyOf(stuck);
        outsideBlocks = List.copyOf(outsideBlocks);
    }

    public static AddressMap of(Observation observation) {
        return of(Cluster.of(observation));
    }

    public static AddressMap of(Cluster cluster) {
        return new AddressReader(cluster).read();
    }

    /**
     * A prediction; pods that can run on one node alone count as pods of that node's blocks. In mode multi-pool a node gets more
     * blocks as its pods need them, so that none of its pods is one too many for the first.
     */
    public static AddressMap predicted(
            String mode,
            List<NodeMap> nodes,
            List<PoolMap> pools,
            List<WorkloadPods> workloads,
            List<Finding> findings) {
        boolean grow = IpamMode.MULTI_POOL.word().equals(mode);
        Map<String, Long> pinned = workloads.stream()
                .filter(pods -> pods.node().isPresent())
                .collect(Collectors.groupingBy(
                        pods -> pods.node().get(), Collectors.summingLong(WorkloadPods::scheduled)));
        return new AddressMap(
                false,
                mode,
                nodes.stream()
                        .map(node -> grow ? node : node.withPods(pinned.getOrDefault(node.name(), 0L)))
                        .toList(),
                pools,
                workloads,
                Long.MAX_VALUE,
                findings,
                List.of(),
                List.of());
    }

    /** The same with the most pods that can be stuck at the same time. */
    public AddressMap withStuckAtOnce(long most) {
        return new AddressMap(observed, mode, nodes, pools, workloads, most, findings, stuck, outsideBlocks);
    }

    /** An observation; pods without an address wait on their nodes, each for one block at most. */
    public static AddressMap observed(
            String mode,
            List<NodeMap> nodes,
            List<PoolMap> pools,
            List<WorkloadPods> workloads,
            List<StuckPod> stuck,
            List<Address> outsideBlocks) {
        Map<String, List<StuckPod>> waiting = stuck.stream()
                .filter(StuckPod::wantsAddress)
                .collect(Collectors.groupingBy(pod -> pod.node().orElseThrow()));
        List<NodeMap> waitedFor = nodes.stream()
                .map(node -> node.withWaiting(waiting.getOrDefault(node.name(), List.of())))
                .toList();
        AddressMap map = new AddressMap(
                true, mode, waitedFor, pools, workloads, Long.MAX_VALUE, List.of(), stuck, outsideBlocks);
        return map.with(waitedFor, MapFindings.of(map));
    }

    private AddressMap with(List<NodeMap> otherNodes, List<Finding> otherFindings) {
        return new AddressMap(
                observed, mode, otherNodes, pools, workloads, stuckAtOnce, otherFindings, stuck, outsideBlocks);
    }

    /** The same where the nodes' blocks could not be read: nothing is said of nodes and pods that lack one. */
    AddressMap withoutBlocks() {
        return with(
                nodes.stream()
                        .map(node -> new NodeMap(
                                node.name(), node.blocks(), List.of(), node.error(), node.waiting(), List.of()))
                        .toList(),
                findings.stream()
                        .filter(finding -> !finding.reason().equals(MapFindings.NODE_WITHOUT_BLOCK))
                        .toList());
    }

    /** The nodes whose agents refuse pods an address that no one seems to have: only an agent itself knows what it holds. */
    public List<Node> suspects(Cluster cluster) {
        Leaks leaks = new Leaks(cluster);
        return cluster.nodes().stream()
                .filter(node -> node(node.name())
                        .filter(map -> leaks.isSuspected(map, node))
                        .isPresent())
                .toList();
    }

    /** The same with one more finding. */
    public AddressMap with(Finding finding) {
        return with(
                nodes,
                Stream.concat(findings.stream(), Stream.of(finding))
                        .sorted(Comparator.comparing(Finding::severity))
                        .toList());
    }

    /** The same with one of the nodes alone. */
    public AddressMap only(String node) {
        return with(node(node).stream().toList(), findings);
    }

    public Optional<NodeMap> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public Optional<PoolMap> pool(String name, Family family) {
        return pools.stream()
                .filter(pool -> pool.name().equals(name) && pool.family() == family)
                .findFirst();
    }

    /** Whether all pods run, the system's with them, whatever the scheduler decides. */
    public boolean everyPodRuns() {
        return workloads.stream().allMatch(pods -> pods.stuck().max() == 0);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** Addresses that a node's agent takes for itself, such as {@code router} and {@code health}. */
    public record Reserved(String purpose, int count) {
        public static List<Reserved> of(Infrastructure infrastructure) {
            return infrastructure.purposes().stream()
                    .map(purpose -> new Reserved(purpose.toString(), 1))
                    .toList();
        }
    }

    /**
     * An address in use.
     *
     * @param owner {@code router}, {@code health}, {@code ingress}, or {@code namespace/pod}, as the agent has it
     * @param workload of a pod, as {@code namespace/name}; the owner otherwise
     * @param leaked whether the agent holds it for a pod that does not exist
     */
    public record Address(IpAddress ip, String owner, String workload, boolean leaked) {
        /** An address whose owner exists. */
        public Address(IpAddress ip, String owner, String workload) {
            this(ip, owner, workload, false);
        }

        public boolean isPods() {
            return owner.contains("/");
        }
    }

    /**
     * What nodes' blocks are cut from.
     *
     * @param cidrs as they are written
     * @param maskSize the length of a block's prefix
     * @param blocks how many there are; 0 where no block can be cut
     * @param free how many are free; in a prediction, how many stay free in any case
     * @param given the blocks that nodes are observed to have
     */
    public record PoolMap(
            String name, Family family, List<String> cidrs, int maskSize, long blocks, long free, List<Given> given) {
        /** {@code 4 blocks of /29, 1 free}. */
        public String words() {
            return blocks == 0
                    ? "no block of /" + maskSize + " fits"
                    : Wording.counted(blocks, "block") + " of /" + maskSize + ", " + Wording.orNone(free) + " free";
        }
    }

    /** A block and the node that has it. */
    public record Given(Cidr cidr, String node) {}
}
