package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.report.IpamView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What an address map says in a few words, the same in text, in pictures and on pages. */
public final class IpamWords {
    /** So many free blocks of a pool are named one by one. */
    private static final int FREE_BLOCKS = 4;

    /** So many different reasons are told of pods of one workload. */
    private static final int REASONS = 3;

    /** In so many letters. */
    private static final int REASON = 100;

    private IpamWords() {}

    /** What a reader wants first: whether everything runs, and what keeps it from it. */
    public static String headline(IpamView view) {
        return String.join(" ", own(view), system(view), nodes(view)).strip().replaceAll(" +", " ");
    }

    private static String own(IpamView view) {
        List<WorkloadState> own = workloads(view, false);
        long wanted = wanted(own);
        long runs = running(own);
        if (wanted == 0 && stuck(own) == 0) {
            return "There are no pods besides the system's.";
        }
        if (runs >= wanted && stuck(own) == 0) {
            return wanted == 1
                    ? "The lab's one pod runs."
                    : "All " + PlanWords.grouped(wanted) + " pods of the lab run.";
        }
        long stuck = stuck(own);
        String words = cause(view, own).map(found -> ": \"" + found + "\".").orElse(".");
        String missing =
                wanted > runs + stuck ? " " + PlanWords.grouped(wanted - runs - stuck) + " are not there." : "";
        return "Of the lab's " + PlanWords.counted(wanted, "pod") + " " + PlanWords.grouped(runs)
                + (runs == 1 ? " runs" : " run")
                + " and "
                + PlanWords.grouped(stuck) + (stuck == 1 ? " is" : " are")
                + (words.equals(".") ? " not ready" : " stuck") + words
                + missing;
    }

    private static String system(IpamView view) {
        List<WorkloadState> system = workloads(view, true);
        long stuck = stuck(system);
        return stuck == 0
                ? ""
                : PlanWords.grouped(stuck) + " of the system's " + PlanWords.counted(wanted(system), "pod")
                        + (stuck == 1 ? " is" : " are")
                        + (cause(view, system).isEmpty() ? " not ready." : " stuck.");
    }

    private static String nodes(IpamView view) {
        List<String> errors = view.map().nodes().stream()
                .flatMap(node -> node.error().stream())
                .distinct()
                .toList();
        long nodes = view.map().nodes().stream()
                .filter(node -> node.error().isPresent())
                .count();
        return nodes == 0
                ? ""
                : PlanWords.counted(nodes, "node") + (nodes == 1 ? " has" : " have") + " an error: \"" + errors.get(0)
                        + "\".";
    }

    private static List<WorkloadState> workloads(IpamView view, boolean system) {
        return view.map().workloads().stream()
                .filter(workload -> workload.system() == system)
                .toList();
    }

    private static long wanted(List<WorkloadState> workloads) {
        return workloads.stream().mapToLong(WorkloadState::wanted).sum();
    }

    private static long running(List<WorkloadState> workloads) {
        return workloads.stream()
                .mapToLong(workload -> workload.running().size())
                .sum();
    }

    private static long stuck(List<WorkloadState> workloads) {
        return workloads.stream().mapToLong(workload -> workload.stuck().size()).sum();
    }

    /** What most of the stuck pods say. */
    private static Optional<String> cause(IpamView view, List<WorkloadState> workloads) {
        Set<Object> refs = new HashSet<>();
        workloads.forEach(workload -> refs.add(workload.ref()));
        return view.stuck().stream()
                .filter(pod -> refs.contains(pod.of()) && !pod.text().isEmpty())
                .collect(Collectors.groupingBy(StuckPod::words, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey().replace("\"", "'"));
    }

    /** {@code IPAM mode cluster-pool, 3 nodes, 14 of 18 addresses used}. */
    public static String facts(IpamView view) {
        List<LiveNode> nodes = LiveNode.of(view);
        long usable = nodes.stream().mapToLong(LiveNode::usable).sum();
        long used = nodes.stream().mapToLong(LiveNode::used).sum();
        return "IPAM mode " + view.map().mode() + ", " + PlanWords.counted(nodes.size(), "node") + ", "
                + PlanWords.grouped(used) + " of " + PlanWords.grouped(usable) + " addresses used";
    }

    /** {@code 6 of 6 used, none free; 6 pods have no address}. */
    public static String facts(LiveNode node, Block block) {
        int over = node.waitingFor(block).size();
        return PlanWords.grouped(block.addresses().size()) + " of " + PlanWords.grouped(block.usable()) + " used, "
                + (block.free() == 0 ? "none" : PlanWords.grouped(block.free())) + " free"
                + (over == 0
                        ? ""
                        : "; " + PlanWords.counted(over, "pod") + (over == 1 ? " has" : " have") + " no address");
    }

    /** The nodes after the first ones, in one sentence; empty where there are none. */
    public static String further(List<LiveNode> nodes) {
        List<LiveNode> rest = nodes.stream().skip(LiveNode.MOST).toList();
        if (rest.isEmpty()) {
            return "";
        }
        long full = rest.stream().filter(LiveNode::full).count();
        return PlanWords.counted(rest.size(), "more node") + ": "
                + PlanWords.grouped(rest.stream().mapToLong(LiveNode::used).sum()) + " of "
                + PlanWords.grouped(rest.stream().mapToLong(LiveNode::usable).sum()) + " addresses used, "
                + (full == 0 ? "none is full" : PlanWords.grouped(full) + " full") + ".";
    }

    /** Where the pods of workloads are. */
    public static Map<String, String> places(IpamView view) {
        Map<String, String> places = new HashMap<>();
        for (WorkloadState workload : view.map().workloads()) {
            Set<String> nodes = new HashSet<>();
            List.of(workload.running(), workload.stuck())
                    .forEach(pods -> pods.forEach(
                            pod -> nodes.add(pod.text("spec", "nodeName").orElse(""))));
            nodes.remove("");
            String where =
                    workload.node().orElse(nodes.isEmpty() ? "no node" : PlanWords.counted(nodes.size(), "node"));
            places.put(workload.ref().toString(), workload.system() ? "system, " + where : where);
        }
        return places;
    }

    public static String place(Map<String, String> places, WorkloadPlan pods) {
        return places.getOrDefault(pods.kind() + " " + pods.namespace() + "/" + pods.name(), "");
    }

    /** The workload of each pod, {@code namespace/name} both. */
    public static Map<String, String> workloads(IpamView view) {
        Map<String, String> names = new HashMap<>();
        for (WorkloadState workload : view.map().workloads()) {
            String namespace = workload.ref().namespace().orElse("default");
            List.of(workload.running(), workload.stuck())
                    .forEach(pods -> pods.forEach(pod -> names.put(
                            namespace + "/" + pod.name(),
                            namespace + "/" + workload.ref().name())));
        }
        return names;
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

    /** Pods by the workload that made them. */
    static Map<String, List<StuckPod>> lackingOf(List<StuckPod> pods) {
        return pods.stream()
                .collect(Collectors.groupingBy(
                        pod -> pod.of().namespace().orElse("default") + "/"
                                + pod.of().name(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /** What pods say, each word once and the long ones not to their end: {@code range is full}. */
    static String reasons(List<StuckPod> pods) {
        return pods.stream()
                .map(pod -> pod.words().isEmpty() ? "no event yet" : shortened(pod.words()))
                .distinct()
                .limit(REASONS)
                .collect(Collectors.joining("; "));
    }

    private static String shortened(String words) {
        return words.length() <= REASON ? words : words.substring(0, REASON).strip() + " ...";
    }

    /** Pods without an address, those of one workload together: {@code 6 of default/nginx: range is full}. */
    public static List<String> lacking(List<StuckPod> pods) {
        return lackingOf(pods).entrySet().stream()
                .map(entry -> entry.getValue().size() + " of " + entry.getKey() + ": " + reasons(entry.getValue()))
                .toList();
    }

    /** Whose an address is, where the pods of a workload go by its name. */
    public static String owner(Address address, Map<String, String> workloads) {
        return address.isPods() ? workloads.getOrDefault(address.owner(), address.owner()) : address.owner();
    }
}
