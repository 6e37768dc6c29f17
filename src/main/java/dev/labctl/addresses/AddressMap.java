package dev.labctl.addresses;

import dev.labctl.cluster.Cluster;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where addresses are, predicted for a lab or observed in a cluster. What cannot be predicted exactly is a set or a range:
 * which node gets which block, where the system's pods go, which replica gets an address.
 *
 * @param observed in a cluster; predicted otherwise
 * @param mode IPAM mode, as Cilium spells it; empty where Cilium is not installed
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

    /** A prediction; pods that can run on one node alone count as pods of that node's blocks. */
    public static AddressMap predicted(
            String mode,
            List<NodeMap> nodes,
            List<PoolMap> pools,
            List<WorkloadPods> workloads,
            List<Finding> findings) {
        Map<String, Long> pinned = workloads.stream()
                .filter(pods -> pods.node().isPresent())
                .collect(Collectors.groupingBy(
                        pods -> pods.node().get(), Collectors.summingLong(WorkloadPods::scheduled)));
        return new AddressMap(
                false,
                mode,
                nodes.stream()
                        .map(node -> node.withPods(pinned.getOrDefault(node.name(), 0L)))
                        .toList(),
                pools,
                workloads,
                findings,
                List.of(),
                List.of());
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
        AddressMap map = new AddressMap(true, mode, waitedFor, pools, workloads, List.of(), stuck, outsideBlocks);
        return map.with(waitedFor, MapFindings.of(map));
    }

    private AddressMap with(List<NodeMap> otherNodes, List<Finding> otherFindings) {
        return new AddressMap(observed, mode, otherNodes, pools, workloads, otherFindings, stuck, outsideBlocks);
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

    /**
     * A block of a node.
     *
     * @param cidr the block, where only one is possible, as always in an observation
     * @param candidates the blocks that it may be, or come from, where there are several: CIDRs, or {@code FIRST-LAST} for
     *     a long row
     * @param pool the name of the pool; {@code cluster} for the cluster's own list, {@code kubernetes} for what Kubernetes
     *     allocated
     * @param usable addresses that can be allocated at all
     * @param reserved addresses that Cilium keeps for itself
     * @param slots pods that can have an address
     * @param pods that have an address or need one here, as far as that is known
     * @param given the observed addresses that can be allocated, in order, where these are some of the block's alone, as those
     *     of network interfaces are of their subnet's; empty otherwise
     * @param addresses that are observed to be in use, in order
     * @param waiting observed pods that have no address
     * @param unowned addresses of which no owner is known, although the agent finds none that is free: most likely leaked
     */
    public record Block(
            Optional<Cidr> cidr,
            List<String> candidates,
            String pool,
            Family family,
            long usable,
            List<Reserved> reserved,
            long slots,
            long pods,
            List<IpAddress> given,
            List<Address> addresses,
            List<StuckPod> waiting,
            long unowned) {
        /** A block of a prediction, where no address is in use yet. */
        public static Block predicted(
                Optional<Cidr> cidr,
                List<String> candidates,
                String pool,
                Family family,
                long usable,
                List<Reserved> reserved,
                long slots) {
            return new Block(
                    cidr, candidates, pool, family, usable, reserved, slots, 0, List.of(), List.of(), List.of(), 0);
        }

        /** A block of an observation, for which no pod waits. */
        public static Block observed(Cidr cidr, String pool, List<Address> addresses) {
            return observed(cidr, pool, HostAllocator.usable(cidr), List.of(), addresses);
        }

        /** Some addresses of a subnet, for which no pod waits. */
        public static Block ofSubnet(Cidr subnet, String pool, List<IpAddress> given, List<Address> addresses) {
            return observed(subnet, pool, given.size(), given, addresses);
        }

        private static Block observed(
                Cidr cidr, String pool, long usable, List<IpAddress> given, List<Address> addresses) {
            Map<String, Integer> own = new LinkedHashMap<>();
            addresses.stream()
                    .filter(address -> !address.isPods())
                    .forEach(address -> own.merge(address.owner(), 1, Integer::sum));
            List<Reserved> reserved = own.entrySet().stream()
                    .map(entry -> new Reserved(entry.getKey(), entry.getValue()))
                    .toList();
            long kept = reserved.stream().mapToLong(Reserved::count).sum();
            return new Block(
                    Optional.of(cidr),
                    List.of(),
                    pool,
                    cidr.family(),
                    usable,
                    reserved,
                    Math.max(0, usable - kept),
                    addresses.size() - kept,
                    given,
                    addresses,
                    List.of(),
                    0);
        }

        Block with(long otherPods, List<StuckPod> otherWaiting) {
            return new Block(
                    cidr,
                    candidates,
                    pool,
                    family,
                    usable,
                    reserved,
                    slots,
                    otherPods,
                    given,
                    addresses,
                    otherWaiting,
                    unowned);
        }

        Block withUnowned(long count) {
            return new Block(
                    cidr, candidates, pool, family, usable, reserved, slots, pods, given, addresses, waiting, count);
        }

        /** Whether an address is one that can be allocated from here. */
        public boolean has(IpAddress address) {
            return given.isEmpty() ? known().contains(address) : given.contains(address);
        }

        /** The block of an observation. */
        public Cidr known() {
            return cidr.orElseThrow();
        }

        /** The slots that pods have or will take, and those that are held for no pod. */
        public long taken() {
            return Math.min(pods + unowned, slots);
        }

        /** The addresses that the agent has allocated. */
        public long used() {
            return addresses.size() + unowned;
        }

        /** The addresses that are held for pods that do not exist, as the agent says. */
        public List<Address> leaked() {
            return addresses.stream().filter(Address::leaked).toList();
        }

        public long free() {
            return slots - taken();
        }

        /** The pods that have no slot. */
        public long stuck() {
            return Math.max(waiting.size(), pods - slots);
        }

        public long reservedCount() {
            return reserved.stream().mapToLong(Reserved::count).sum();
        }

        /** Whether the block is one of several that are listed. */
        public boolean oneOfSeveral() {
            return cidr.isEmpty()
                    && (candidates.size() > 1 || candidates.stream().anyMatch(row -> row.contains("-")));
        }

        /** The blocks that it is or may be, one row each. */
        public List<String> rows() {
            return cidr.map(block -> List.of(block.toString())).orElse(candidates);
        }
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
