package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.explain.Explanation.Severity;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Nearest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pool from which a node gets no address, in mode multi-pool.
 *
 * @param family empty where the pool is missing as a whole
 */
record PoolTrouble(Kind kind, String pool, Optional<Family> family) implements Cause {
    /** What is the matter. */
    enum Kind {
        MISSING("POOL_MISSING"),
        WITHOUT_FAMILY("POOL_WITHOUT_FAMILY"),
        /** The node has no block of it, and none can be cut for it. */
        EMPTY("POOL_EMPTY"),
        /** The node's blocks are full, and there is no further one. */
        EXHAUSTED("POOL_EXHAUSTED"),
        /** The block is under way. */
        NOT_YET("POOL_NOT_YET"),
        /** It should have come long ago. */
        NOT_COMING("POOL_NOT_COMING");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        Draft draft = Draft.of(kind == Kind.NOT_YET ? Severity.NOTE : Severity.ERROR, kind.reason, victims);
        List<KubeObject> pods = victims.pods();
        draft.symptom(
                pods.isEmpty()
                        ? AgentNotReady.nodesAndPods(
                                victims.of("Node"), "takes no pods", "take no pods", victims, clues)
                        : victims.say("waits for an address", "wait for an address", clues));
        draft.cause(cause(clues));
        evidence(draft, pods, clues);
        switch (kind) {
            case MISSING -> missing(draft, pods, clues);
            case WITHOUT_FAMILY ->
                draft.advise(
                        "Give the pool CIDRs of " + one(),
                        change("spec." + key() + ": {cidrs: [CIDR], maskSize: MASK}"),
                        soon());
            case EMPTY, EXHAUSTED -> noBlocks(draft, clues);
            case NOT_YET -> {}
            case NOT_COMING ->
                draft.advise(
                        "Read what the operator says",
                        clues.lab().kubectl("-n kube-system logs deployment/cilium-operator --tail=50"));
        }
        return draft.done();
    }

    private String key() {
        return one() == Family.IPV4 ? "ipv4" : "ipv6";
    }

    private Family one() {
        return family.orElse(Family.IPV4);
    }

    private String cause(ClusterIndex clues) {
        return switch (kind) {
            case MISSING -> "There is no pool " + pool + ", so no node can get a block of it.";
            case WITHOUT_FAMILY ->
                "The pool " + pool + " has no CIDRs of " + one() + ", and Cilium is to give every pod an address of "
                        + clues.settings().families() + ".";
            case EMPTY ->
                PoolRules.map(pool, one(), clues)
                                .filter(map -> map.blocks() == 0)
                                .isPresent()
                        ? "No block can be cut out of the pool " + pool
                                + ": its mask is for blocks larger than its CIDRs."
                        : "All blocks of the pool " + pool
                                + " are given to other nodes, and a node shares its blocks with" + " nobody.";
            case EXHAUSTED ->
                "The blocks that the node has of the pool " + pool + " are full, and the pool has no further block.";
            case NOT_YET ->
                "The node asked for a block of the pool " + pool
                        + " when its first pod wanted an address. The block comes"
                        + " within about half a minute, and the kubelet tries again by itself: this is no error.";
            case NOT_COMING ->
                "The pool " + pool + " has blocks, and Cilium's operator has given none to the node for more than "
                        + ClusterIndex.YOUNG.toSeconds() + " seconds.";
        };
    }

    private void evidence(Draft draft, List<KubeObject> pods, ClusterIndex clues) {
        pods.stream()
                .flatMap(pod ->
                        clues.warning(pod, IpamTexts.POD_EVENT_REASON).map(event -> Quote.event(pod, event)).stream())
                .limit(1)
                .forEach(draft::evidence);
        pods.stream().limit(1).forEach(pod -> draft.evidence(chosen(pod, clues)));
        Set<String> nodes = new LinkedHashSet<>();
        pods.forEach(pod -> pod.text("spec", "nodeName").ifPresent(nodes::add));
        nodes.stream().limit(3).forEach(node -> node(draft, node, clues));
        if (kind == Kind.MISSING) {
            draft.evidence(
                    "pools that there are: " + (clues.poolNames().isEmpty() ? "none" : Quote.names(clues.poolNames())));
        }
        clues.map().pools().stream().filter(map -> map.name().equals(pool)).forEach(map -> draft.evidence(blocks(map)));
    }

    private static String blocks(PoolMap map) {
        return "CiliumPodIPPool " + map.name() + ": " + map.family() + " " + String.join(" ", map.cidrs())
                + " in blocks of /"
                + map.maskSize() + ": "
                + (map.blocks() == 0
                        ? "none fits in"
                        : Quote.grouped(map.blocks()) + (map.blocks() == 1 ? " block" : " blocks") + ", " + map.free()
                                + " free")
                + (map.given().isEmpty()
                        ? ""
                        : " ("
                                + Quote.names(map.given().stream()
                                        .map(given -> given.cidr() + " of " + given.node())
                                        .toList())
                                + ")");
    }

    /** Who says that it is this pool. */
    private String chosen(KubeObject pod, ClusterIndex clues) {
        PoolChoice choice = AddressRules.choice(pod, one(), clues);
        String key = choice.annotation().orElse("");
        return switch (choice.source()) {
            case POD -> Quote.field(pod.ref(), "metadata.annotations", "{" + key + ": " + choice.pool() + "}");
            case NAMESPACE ->
                Quote.field(
                        ObjectRef.ofCluster("v1", "Namespace", pod.namespace().orElse("default")),
                        "metadata.annotations",
                        "{" + key + ": " + choice.pool() + "}");
            case DEFAULT -> pod.ref() + " names no pool, so it is the pool " + choice.pool();
        };
    }

    /** What a node asked for, what it has, and what the operator says of this pool. */
    private void node(Draft draft, String node, ClusterIndex clues) {
        draft.evidence(clues.ciliumNode(node)
                .map(object -> object.ref() + ": blocks of " + pool + ": "
                        + (PoolRules.blocks(pool, one(), node, clues).isEmpty()
                                ? "none"
                                : Quote.names(PoolRules.blocks(pool, one(), node, clues).stream()
                                        .map(block -> block.cidr() + " with " + block.free() + " of " + block.usable()
                                                + " addresses free")
                                        .toList()))));
        if (kind != Kind.NOT_YET) {
            clues.addresses(node).flatMap(map -> map.error()).stream()
                    .flatMap(String::lines)
                    .filter(line -> line.contains("pool \"" + pool + "\"") || line.endsWith("pool: " + pool))
                    .limit(1)
                    .forEach(line -> draft.evidence("CiliumNode " + node + ": status.ipam.operator-status.error: \""
                            + Quote.text(line) + "\""));
        }
    }

    private void missing(Draft draft, List<KubeObject> pods, ClusterIndex clues) {
        List<String> nearest = Nearest.to(pool, clues.poolNames());
        if (!nearest.isEmpty() && !pods.isEmpty()) {
            draft.advise(
                    "If " + Quote.names(nearest)
                            + " is meant, name it in the annotation; pods that wait see it at their next"
                            + " attempt if it is their namespace's",
                    "");
        }
        draft.advise("Make the pool, with a CIDR that no other pool has", manifest(clues), soon());
    }

    private String manifest(ClusterIndex clues) {
        String apply = clues.lab().kubectl("apply -f pool.yaml");
        return "# pool.yaml\n"
                + "apiVersion: cilium.io/v2alpha1\n"
                + "kind: CiliumPodIPPool\n"
                + "metadata: {name: " + pool + "}\n"
                + "spec: {" + key() + ": {cidrs: [CIDR], maskSize: MASK}}"
                + (apply.isEmpty() ? "" : "\n" + apply);
    }

    private static String soon() {
        return "The operator gives the nodes blocks of it, and the pods run within about half a minute; nothing needs a"
                + " restart.";
    }

    private String change(String words) {
        return "# in the manifest of CiliumPodIPPool " + pool + ": " + words;
    }

    private void noBlocks(Draft draft, ClusterIndex clues) {
        draft.advise(
                "Give the pool a further CIDR that has room for blocks of its mask, and that no other pool has",
                Optional.of(clues.lab()
                                .kubectl("patch ciliumpodippool " + pool + " --type=json -p '[{\"op\":\"add\","
                                        + "\"path\":\"/spec/" + key() + "/cidrs/-\",\"value\":\"CIDR\"}]'"))
                        .filter(command -> !command.isEmpty())
                        .orElse(change("spec." + key() + ".cidrs: one more")),
                soon());
        if (kind == Kind.EXHAUSTED) {
            draft.advise("Or have fewer pods of this pool on the node", "");
        }
        draft.advise("What is no fix: another mask for this pool. The operator does not take it up", "");
    }
}
