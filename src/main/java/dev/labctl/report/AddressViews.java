package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.Reserved;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.report.AddressView.Block;
import dev.labctl.report.AddressView.Node;
import dev.labctl.report.AddressView.Pool;
import dev.labctl.report.AddressView.Workload;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps a prediction and an observation to the form in which both are shown. */
public final class AddressViews {
    /** What the scheduler reports where no node takes a pod (Kubernetes 1.33 {@code pkg/scheduler/framework/types.go}). */
    private static final String UNSCHEDULABLE = " nodes are available: ";

    private AddressViews() {}

    /**
     * The view of a prediction.
     *
     * @param mode IPAM mode, as Cilium spells it
     */
    public static AddressView of(AddressPlan plan, String mode) {
        Map<String, Long> pinned = plan.workloads().stream()
                .filter(pods -> pods.node().isPresent())
                .collect(Collectors.groupingBy(
                        pods -> pods.node().get(), Collectors.summingLong(AddressViews::scheduled)));
        return new AddressView(
                false,
                mode,
                plan.nodes().stream()
                        .map(node -> node(node, pinned.getOrDefault(node.name(), 0L)))
                        .toList(),
                plan.pools().stream()
                        .map(pool -> new Pool(
                                pool.name(),
                                pool.family(),
                                pool.cidrs(),
                                pool.maskSize(),
                                pool.blocks(),
                                pool.free(),
                                List.of()))
                        .toList(),
                plan.workloads().stream()
                        .map(pods -> new Workload(pods, where(pods)))
                        .toList(),
                plan.findings(),
                List.of(),
                Map.of());
    }

    /** Pods that the scheduler finds no node for take no address and lack none. */
    private static long scheduled(WorkloadPlan pods) {
        return pods.text().contains(UNSCHEDULABLE) ? pods.running().max() : pods.wanted();
    }

    private static String where(WorkloadPlan pods) {
        if (pods.system()) {
            return pods.node().map(node -> "system, " + node).orElse("system");
        }
        return pods.node().orElse(pods.kind().equals("DaemonSet") ? "one per node" : "where they fit");
    }

    /** With blocks of several pools it is not known of which one a pod takes its address. */
    private static Node node(NodePlan node, long pods) {
        long known = node.cidrs().stream().map(CidrPlan::pool).distinct().count() == 1 ? pods : 0;
        return new Node(
                node.name(),
                node.cidrs().stream()
                        .map(cidr -> new Block(
                                cidr.cidr(),
                                cidr.blocks(),
                                cidr.pool(),
                                cidr.family(),
                                cidr.usable(),
                                cidr.reserved(),
                                cidr.slots(),
                                known,
                                List.of(),
                                List.of()))
                        .toList(),
                List.of(),
                node.error(),
                List.of(),
                List.of());
    }

    /** The view of an observation; {@code stuck} are the pods that are not ready. */
    public static AddressView of(AddressMap map, List<StuckPod> stuck) {
        Map<String, List<StuckPod>> waiting = stuck.stream()
                .filter(StuckPod::wantsAddress)
                .collect(Collectors.groupingBy(pod -> pod.node().orElseThrow()));
        Map<String, String> workloadOf = new HashMap<>();
        map.workloads().forEach(workload -> pods(workload)
                .forEach(pod -> workloadOf.put(namespace(workload) + "/" + pod.name(), name(workload))));
        return new AddressView(
                true,
                map.mode(),
                map.nodes().stream()
                        .map(node -> node(node, waiting.getOrDefault(node.name(), List.of())))
                        .toList(),
                map.pools().stream()
                        .map(pool -> new Pool(
                                pool.name(),
                                pool.family(),
                                pool.cidrs(),
                                pool.maskSize(),
                                pool.blocks(),
                                pool.free(),
                                pool.given()))
                        .toList(),
                map.workloads().stream().map(AddressViews::workload).toList(),
                MapFindings.of(map, stuck),
                stuck,
                workloadOf);
    }

    private static Stream<dev.labctl.kubernetes.KubeObject> pods(WorkloadState workload) {
        return Stream.concat(workload.running().stream(), workload.stuck().stream());
    }

    private static String namespace(WorkloadState workload) {
        return workload.ref().namespace().orElse("default");
    }

    private static String name(WorkloadState workload) {
        return namespace(workload) + "/" + workload.ref().name();
    }

    /** Each pod waits for one block alone. */
    private static Node node(NodeMap node, List<StuckPod> waiting) {
        Map<Optional<AddressMap.Block>, List<StuckPod>> byBlock =
                waiting.stream().collect(Collectors.groupingBy(pod -> awaited(node, pod)));
        return new Node(
                node.name(),
                node.blocks().stream()
                        .map(block -> block(block, byBlock.getOrDefault(Optional.of(block), List.of())))
                        .toList(),
                node.ignored(),
                node.error(),
                waiting,
                byBlock.getOrDefault(Optional.empty(), List.of()));
    }

    /** The block that a pod waits for: one of its pool, and a full one where there is one. */
    private static Optional<AddressMap.Block> awaited(NodeMap node, StuckPod pod) {
        List<AddressMap.Block> candidates = node.blocks().stream()
                .filter(block -> pod.pool().isEmpty() || pod.pool().get().equals(block.pool()))
                .toList();
        return candidates.stream()
                .filter(block -> block.free() == 0)
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    private static Block block(AddressMap.Block block, List<StuckPod> waiting) {
        Map<String, Integer> reserved = new LinkedHashMap<>();
        block.reserved().stream().map(Address::owner).forEach(owner -> reserved.merge(owner, 1, Integer::sum));
        return new Block(
                Optional.of(block.cidr().toString()),
                List.of(),
                block.pool(),
                block.family(),
                block.usable(),
                reserved.entrySet().stream()
                        .map(entry -> new Reserved(entry.getKey(), entry.getValue()))
                        .toList(),
                block.slots(),
                block.addresses().stream().filter(Address::isPods).count(),
                block.addresses(),
                waiting);
    }

    private static Workload workload(WorkloadState workload) {
        WorkloadPlan pods = new WorkloadPlan(
                namespace(workload),
                workload.ref().kind(),
                workload.ref().name(),
                workload.node(),
                workload.system(),
                workload.wanted(),
                Range.exactly(workload.running().size()),
                Range.exactly(workload.stuck().size()),
                workload.text());
        long nodes = pods(workload)
                .flatMap(pod -> pod.text("spec", "nodeName").stream())
                .filter(node -> !node.isEmpty())
                .distinct()
                .count();
        String where = workload.node().orElse(nodes == 0 ? "no node" : nodes == 1 ? "1 node" : nodes + " nodes");
        return new Workload(pods, workload.system() ? "system, " + where : where);
    }
}
