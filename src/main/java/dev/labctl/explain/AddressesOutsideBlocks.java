package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.explain.Explanation.Severity;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods with addresses outside of every block of their node: the IPAM mode or a pool was changed under them. */
record AddressesOutsideBlocks() implements Cause {
    /** Modes in which a node's blocks are known. */
    private static final Set<String> WITH_BLOCKS =
            Set.of(IpamMode.KUBERNETES.word(), IpamMode.CLUSTER_POOL.word(), IpamMode.MULTI_POOL.word());

    /** The pods with such addresses. */
    static List<KubeObject> among(ClusterIndex clues) {
        if (!WITH_BLOCKS.contains(clues.map().mode()) || clues.map().strangers().isEmpty()) {
            return List.of();
        }
        Map<String, Address> owners = owners(clues);
        return clues.seen().list("Pod").stream()
                .filter(pod -> owners.containsKey(owner(pod)))
                // The address of a pod that goes may be in a block that its node has given back.
                .filter(pod -> !pod.deleting())
                .toList();
    }

    private static Map<String, Address> owners(ClusterIndex clues) {
        Map<String, Address> owners = new LinkedHashMap<>();
        clues.map().strangers().forEach(address -> owners.putIfAbsent(address.owner(), address));
        return owners;
    }

    private static String owner(KubeObject pod) {
        return pod.namespace().orElse("default") + "/" + pod.name();
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        Map<String, Address> owners = owners(clues);
        Draft draft = Draft.of(Severity.WARNING, "FOREIGN_ADDRESS", victims)
                .symptom(victims.say(
                        "has an address that is in no block of its node",
                        "have addresses that are in no block of their nodes",
                        clues))
                .cause(
                        "They got their addresses before Cilium's IPAM mode, its list or its pools were changed, or before there"
                                + " was Cilium. Nobody manages such addresses: they may be given out twice, and may not be reached.")
                .evidence("ConfigMap kube-system/cilium-config: ipam: "
                        + clues.settings().mode());
        for (KubeObject pod :
                victims.pods().subList(0, Math.min(3, victims.pods().size()))) {
            String node = pod.text("spec", "nodeName").orElse("");
            draft.evidence(pod.ref() + " has "
                    + Optional.ofNullable(owners.get(owner(pod)))
                            .map(address -> address.ip().toString())
                            .orElse("?")
                    + "; blocks of " + node + ": " + Quote.names(NodeRules.blocks(node, clues)));
        }
        for (Map.Entry<ObjectRef, Integer> entry :
                victims.byWorkload(clues).entrySet().stream().limit(3).toList()) {
            draft.advise(
                    "Make the pods of " + entry.getKey() + " anew, so that they get addresses of the blocks",
                    clues.lab()
                            .kubectl("-n " + entry.getKey().namespace().orElse("default")
                                    + (entry.getKey().kind().equals("Pod")
                                            ? " delete pod/"
                                            : " rollout restart "
                                                    + entry.getKey().kind().toLowerCase(Locale.ROOT) + "/")
                                    + entry.getKey().name()));
        }
        return draft.done();
    }
}
