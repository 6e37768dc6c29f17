package dev.labctl.report;

import dev.labctl.addresses.WorkloadPods;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a lab stands.
 *
 * @param stage how far the lab has come
 * @param state of the cluster, in words
 * @param where the cluster's name and provider, in words; empty where it cannot be looked into
 * @param lab the lab in the cluster, in words; empty where it cannot be looked into
 * @param kubernetes version; empty where the cluster cannot be observed
 * @param cilium empty where the cluster cannot be observed
 * @param verified when all expectations held last, if nothing has changed since
 * @param workloads the lab's own first
 * @param objects the lab's objects and what each lacks
 * @param troubles of the nodes' machines and of Cilium as it is installed, a sentence each
 * @param notes what could not be observed, and why
 * @param limits what this cluster does not have and a real one has; none where it is real
 * @param change what it takes until the cluster holds the lab that the reader named, or its own one as its files are now; empty
 *     where there is nothing to tell
 * @param next what to do next; empty where all is done
 */
public record StatusView(
        Stage stage,
        String state,
        String where,
        String lab,
        String kubernetes,
        Optional<Cilium> cilium,
        Optional<Instant> verified,
        List<Node> nodes,
        List<WorkloadPods> workloads,
        List<ObjectLine> objects,
        List<String> troubles,
        List<String> notes,
        List<String> limits,
        Optional<LabSwitch> change,
        String next)
        implements Result {
    /** How far a lab has come. */
    public enum Stage {
        ABSENT,
        BUSY,
        HALF_MADE,
        STOPPED,
        SILENT,
        UNRECORDED,
        MADE,
        INSTALLED,
        APPLIED,
        VERIFIED
    }

    /**
     * The Cilium of the cluster.
     *
     * @param text for people
     * @param version without a leading {@code v}; empty where it is not installed
     * @param mode of IPAM, as Cilium spells it; empty where it is not installed
     * @param ready agents that are
     * @param wanted agents that should be
     */
    public record Cilium(String text, String version, String mode, int ready, int wanted) {
        public static final Cilium NONE = new Cilium("not installed", "", "", 0, 0);

        /** Of a cluster that the reader may not read so far. */
        public static final Cilium UNKNOWN = new Cilium("not known", "", "", 0, 0);
    }

    /**
     * A node.
     *
     * @param podCidrs as Cilium has them; with several pools, each with its pool in parentheses
     * @param free addresses in them that a pod can have; of two families the one with fewer decides
     * @param error what the operator reports on the node; empty where there is no error
     */
    public record Node(String name, boolean ready, List<String> podCidrs, long free, Optional<String> error) {
        /** Whether something is wrong with it. */
        public boolean troubled() {
            return !ready || error.isPresent();
        }
    }

    /** One object of the lab: what it lacks, or nothing; how many of its pods stay stuck, as the lab expects it. */
    public record ObjectLine(String object, String missing, int stuck) {}

    /** Of a cluster that cannot be observed. */
    public static StatusView of(Stage stage, String state, String next) {
        return new StatusView(
                stage,
                state,
                "",
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                next);
    }

    /** Pods that are ready, of all that take an address. */
    public int running() {
        return workloads.stream().mapToInt(pods -> pods.running().max()).sum();
    }

    public int wanted() {
        return workloads.stream().mapToInt(WorkloadPods::wanted).sum();
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = ViewTree.of(
                "state", state,
                "stage", stage,
                "verified", verified,
                "kubernetes", kubernetes,
                "cilium", cilium.map(Cilium::text).orElse(""));
        cilium.ifPresent(found -> tree.putAll(ViewTree.of(
                "ciliumVersion", found.version(),
                "ipamMode", found.mode(),
                "agents", ViewTree.of("ready", found.ready(), "wanted", found.wanted()))));
        tree.putAll(ViewTree.of(
                "nodes",
                ViewTree.list(nodes, StatusView::node),
                "workloads",
                ViewTree.list(workloads, StatusView::workload),
                "objects",
                objects,
                "notes",
                notes));
        if (!troubles.isEmpty()) {
            tree.put("troubles", troubles);
        }
        if (!limits.isEmpty()) {
            tree.put("limits", limits);
        }
        change.ifPresent(found -> tree.putAll(ViewTree.of("switch", found)));
        tree.put("next", next);
        return tree;
    }

    private static Map<String, Object> node(Node node) {
        return ViewTree.of(
                "name", node.name(),
                "ready", node.ready(),
                "podCIDRs", node.podCidrs(),
                "free", node.free(),
                "error", node.error());
    }

    private static Map<String, Object> workload(WorkloadPods pods) {
        Map<String, Object> tree = ViewTree.of(pods);
        tree.put("running", pods.running().max());
        tree.put("stuck", pods.stuck().max());
        tree.keySet().removeAll(Set.of("text", "where"));
        return tree;
    }
}
