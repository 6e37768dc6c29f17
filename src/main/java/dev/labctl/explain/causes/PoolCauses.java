package dev.labctl.explain.causes;

import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabFiles;
import dev.labctl.lab.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Causes in pools and in what chooses them, in mode multi-pool. */
public final class PoolCauses {
    private PoolCauses() {}

    /** A pool from which a node gets no address of a family, in mode multi-pool. */
    public record PoolCause(Lack lack, String pool, Family family) implements Cause {
        /** What is wrong with it. */
        public enum Lack {
            MISSING("POOL_MISSING"),
            WITHOUT_FAMILY("POOL_WITHOUT_FAMILY"),
            /** The node has no block of it, and there is none left for it. */
            EMPTY("POOL_EMPTY"),
            /** The node's blocks are full, and there is no further one. */
            EXHAUSTED("POOL_EXHAUSTED"),
            /** The node's block is on its way. */
            PENDING("POOL_NOT_YET"),
            /** The node's block is overdue. */
            OVERDUE("POOL_NOT_COMING");

            private final String reason;

            Lack(String reason) {
                this.reason = reason;
            }
        }

        private static final String AGENTS_WAIT =
                " The agents need one before they are ready, and wait for it however long that takes.";
        private static final String SOON =
                "The operator gives the nodes blocks of it, and the pods run within about half a minute. No restart is needed.";

        @Override
        public Set<String> concludesFromAbsence() {
            return Set.of("CiliumPodIPPool", "CiliumNode", "Node");
        }

        @Override
        public void explain(ExplanationBuilder it) {
            ClusterIndex cluster = it.cluster();
            boolean agents = isOfAgents(it);
            if (agents) {
                it.nodeSymptom(it.nodes(), "accepts no new pods");
            } else {
                it.podSymptom("waits for an address");
            }
            it.severity(lack == Lack.PENDING, lack.reason)
                    .cause(cause(cluster) + (agents ? AGENTS_WAIT : ""))
                    .sandboxWarning()
                    .evidence(
                            agents
                                    ? preAllocation(it).stream()
                                    : it.pods().stream().limit(1).map(pod -> choice(pod, cluster)));
            it.nodes().stream().limit(3).forEach(node -> node(it, node.name(), cluster));
            if (lack == Lack.MISSING) {
                it.evidence("existing pools: " + Wording.namesOrNone(cluster.poolNames()));
            }
            it.evidence(cluster.addresses().pools().stream()
                    .filter(map -> map.name().equals(pool))
                    .map(PoolCause::blocks));
            fixes(it);
        }

        /** Whether agents wait for it, and their nodes' pods for them. */
        private static boolean isOfAgents(ExplanationBuilder it) {
            return it.objects().stream().anyMatch(Kind.NODE::isOf);
        }

        private String cause(ClusterIndex cluster) {
            return switch (lack) {
                case MISSING -> "The pool " + pool + " does not exist, so no node can get a block of it.";
                case WITHOUT_FAMILY ->
                    "The pool " + pool + " has no " + family + " CIDRs, but Cilium must give every pod an address of "
                            + cluster.settings().familyWords() + ".";
                case EMPTY ->
                    cluster.addresses()
                                    .pool(pool, family)
                                    .filter(map -> map.blocks() == 0)
                                    .isPresent()
                            ? "No block can be cut out of the pool " + pool
                                    + ": the blocks of its mask are larger than its CIDRs."
                            : "All blocks of the pool " + pool
                                    + " belong to other nodes, and nodes do not share blocks.";
                case EXHAUSTED ->
                    "The node's blocks of the pool " + pool + " are full, and the pool has no further block.";
                case PENDING ->
                    "The node requested a block of the pool " + pool
                            + " when its first pod needed an address. The block arrives"
                            + " within about half a minute, and the kubelet retries by itself: this is not an error.";
                case OVERDUE ->
                    "The pool " + pool
                            + " has free blocks, but Cilium's operator has given the node none for more than "
                            + ClusterIndex.RECENT.toSeconds() + " seconds.";
            };
        }

        /** Why the agents wait for this pool. */
        private static Optional<String> preAllocation(ExplanationBuilder it) {
            return Optional.ofNullable(it.view().observation().ciliumConfig().get(MultiPoolSettings.PRE_ALLOCATION_KEY))
                    .filter(text -> !text.isEmpty())
                    .map(text -> it.ciliumConfig() + ": " + MultiPoolSettings.PRE_ALLOCATION_KEY + ": " + text);
        }

        private static String blocks(PoolMap map) {
            String given = Wording.names(map.given().stream()
                    .map(one -> one.cidr() + " of " + one.node())
                    .toList());
            return "CiliumPodIPPool " + map.name() + ": " + map.family() + " " + String.join(" ", map.cidrs()) + ": "
                    + map.words() + (given.isEmpty() ? "" : " (" + given + ")");
        }

        /** What chose this pool. */
        private String choice(Pod pod, ClusterIndex cluster) {
            PoolChoice choice = cluster.view().poolChoice(pod, family);
            Map<String, String> annotation = Map.of(choice.annotation().orElse(""), choice.pool());
            return switch (choice.source()) {
                case POD -> Evidence.field(pod.ref(), "metadata.annotations", annotation);
                case NAMESPACE ->
                    Evidence.field(
                            ObjectRef.ofCluster("v1", "Namespace", pod.namespace()),
                            "metadata.annotations",
                            annotation);
                case DEFAULT -> pod.ref() + " chooses no pool, so its pool is " + choice.pool();
            };
        }

        /** What a node has of this pool, and the operator's error about it. */
        private void node(ExplanationBuilder it, String node, ClusterIndex cluster) {
            List<String> blocks = cluster.blocks(node, pool, family).stream()
                    .map(block -> block.known() + " with " + block.free() + " of " + block.usable() + " addresses free")
                    .toList();
            it.evidence(cluster.ciliumNode(node)
                    .map(object -> object.ref() + ": blocks of " + pool + ": " + Wording.namesOrNone(blocks)));
            if (lack != Lack.PENDING) {
                it.evidence(cluster.operatorError(node).stream()
                        .flatMap(String::lines)
                        .filter(line -> line.contains("pool \"" + pool + "\"") || line.endsWith("pool: " + pool))
                        .limit(1)
                        .map(line -> Evidence.operatorError(node, line)));
            }
        }

        private void fixes(ExplanationBuilder it) {
            LabFacts lab = it.lab();
            switch (lack) {
                case MISSING -> create(it);
                case WITHOUT_FAMILY -> {
                    it.fix("Give the pool " + family + " CIDRs", change(": {cidrs: [CIDR], maskSize: MASK}"), SOON);
                    it.pods().stream().limit(1).forEach(pod -> chooseOneFamily(it, pod));
                }
                case EMPTY, EXHAUSTED -> {
                    it.fix(
                            "Add a CIDR to the pool that has room for blocks of its mask, and that no other pool has",
                            lab.kubectl().isEmpty()
                                    ? change(".cidrs: one more")
                                    : lab.kubectl("patch ciliumpodippool " + pool + " --type=json -p '[{\"op\":\"add\","
                                            + "\"path\":\"/spec/" + family.key() + "/cidrs/-\",\"value\":\"CIDR\"}]'"),
                            SOON);
                    if (lack == Lack.EXHAUSTED) {
                        it.fix("Or run fewer pods of this pool on the node");
                    }
                    it.fix("This does not help: another mask for this pool. The operator refuses the change");
                }
                case PENDING -> {}
                case OVERDUE -> it.operatorLog("Read the operator's log");
            }
        }

        /** cilium/cilium#28201. */
        private void chooseOneFamily(ExplanationBuilder it, Pod pod) {
            Family other = family == Family.IPV4 ? Family.IPV6 : Family.IPV4;
            PoolChoice choice = it.cluster().view().poolChoice(pod, family);
            choice.narrowed(other)
                    .ifPresent(key ->
                            it.fix("Or choose the pool for " + other + " alone: annotation " + key + " in place of "
                                    + choice.annotation().orElseThrow() + ", which lets the " + family
                                    + " address come from the pool "
                                    + it.cluster().view().defaultPool(pod.node())));
        }

        private void create(ExplanationBuilder it) {
            LabFacts lab = it.lab();
            List<String> nearest = Nearest.to(pool, it.cluster().poolNames());
            if (!nearest.isEmpty() && !isOfAgents(it)) {
                it.fix("If you meant " + Wording.names(nearest)
                        + ", correct the annotation; if it is the namespace's,"
                        + " waiting pods use it at their next attempt");
            }
            boolean late = isOfAgents(it) && isAmongManifests(lab);
            if (late) {
                it.fix(
                        "Move the pool from the lab's manifests to its folder " + LabFiles.BEFORE_AGENTS
                                + ": the manifests are applied once the agents are ready",
                        it.labctl("cilium-install"),
                        SOON);
            }
            it.fix(
                    (late ? "Or create" : "Create") + " the pool, with a CIDR that no other pool has",
                    manifest(lab),
                    SOON);
            if (isOfAgents(it)) {
                it.fix("Or let Cilium's operator create it: ipam.operator.autoCreateCiliumPodIPPools in the values");
            }
        }

        private boolean isAmongManifests(LabFacts lab) {
            return lab.lab().stream()
                    .flatMap(known -> known.manifests().stream())
                    .anyMatch(manifest -> manifest.kind().equals(Kind.CILIUM_POD_IP_POOL.kind())
                            && manifest.name().equals(pool));
        }

        private String manifest(LabFacts lab) {
            String apply = lab.kubectl("apply -f pool.yaml");
            return "# pool.yaml\n"
                    + "apiVersion: cilium.io/v2alpha1\n"
                    + "kind: CiliumPodIPPool\n"
                    + "metadata: {name: " + pool + "}\n"
                    + "spec: {" + family.key() + ": {cidrs: [CIDR], maskSize: MASK}}"
                    + (apply.isEmpty() ? "" : "\n" + apply);
        }

        private String change(String words) {
            return "# in the manifest of CiliumPodIPPool " + pool + ": spec." + family.key() + words;
        }
    }

    /** A pool's mask was changed after nodes got blocks: they keep the old blocks, and the operator refuses the change. */
    public record MaskChanged(String pool, Family family) implements Cause {
        /** The cause, for a pool with blocks of another size than its mask says. */
        public static Optional<Cause> of(KubeObject pool, ClusterIndex cluster) {
            return cluster.addresses().pools().stream()
                    .filter(map ->
                            map.name().equals(pool.name()) && !others(map).isEmpty())
                    .findFirst()
                    .map(map -> new MaskChanged(map.name(), map.family()));
        }

        private static List<Given> others(PoolMap map) {
            return map.given().stream()
                    .filter(given -> given.cidr().prefixLength() != map.maskSize())
                    .toList();
        }

        @Override
        public void explain(ExplanationBuilder it) {
            PoolMap map = it.cluster().addresses().pool(pool, family).orElseThrow();
            List<Given> others = others(map);
            int mask = others.get(0).cidr().prefixLength();
            String key = family.key();
            it.warning("POOL_MASK_CHANGED")
                    .symptom("Nodes have blocks of /" + mask + " from the pool " + pool + ", which specifies /"
                            + map.maskSize() + ".")
                    .cause(
                            "The pool's mask was changed after nodes got blocks of it. Cilium's operator refuses the change (\"cannot"
                                    + " change " + family
                                    + " mask size in existing pool\" in its log) and keeps the mask that it read when"
                                    + " it started.")
                    .evidence(Evidence.field(it.first().ref(), "spec." + key + ".maskSize", map.maskSize()))
                    .evidence("blocks of nodes: "
                            + Wording.names(others.stream()
                                    .map(given -> given.cidr() + " of " + given.node())
                                    .toList()))
                    .fix(
                            "Restore the pool's old mask, " + mask
                                    + ", and create another pool for blocks of another size",
                            it.kubectl("patch ciliumpodippool " + pool + " --type=merge -p '{\"spec\":{\"" + key
                                    + "\":{\"maskSize\":" + mask + "}}}'"));
        }
    }
}
