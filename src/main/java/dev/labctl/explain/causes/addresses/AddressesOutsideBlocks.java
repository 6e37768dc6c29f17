package dev.labctl.explain.causes.addresses;

import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.AffectedObjects;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.ObjectRef;
import java.util.Optional;

/** Pods with addresses outside all blocks of their node: the IPAM mode or a pool was changed while they ran. */
public record AddressesOutsideBlocks() implements Cause {
    /** The cause, for a pod with such an address. */
    public static Optional<Cause> of(Pod pod, ClusterIndex cluster) {
        // The address of a pod that is being deleted may be in a block that its node has already released.
        return pod.isDeleting()
                ? Optional.empty()
                : cluster.addressOutsideBlocks(pod).map(address -> new AddressesOutsideBlocks());
    }

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        it.warning("FOREIGN_ADDRESS")
                .podSymptom("has an address outside the blocks of its node")
                .cause(
                        "They got their addresses before Cilium was installed, or before its IPAM mode, list or pools were"
                                + " changed. Cilium does not manage such addresses: other pods may get the same ones, and they"
                                + " may not be reachable.")
                .evidence("ConfigMap kube-system/cilium-config: ipam: "
                        + cluster.settings().mode());
        for (Pod pod : it.pods().subList(0, Math.min(3, it.pods().size()))) {
            String node = pod.node().orElse("");
            it.evidence(pod.ref() + " has "
                    + cluster.addressOutsideBlocks(pod).map(String::valueOf).orElse("?") + "; blocks of " + node + ": "
                    + Wording.names(cluster.cidrs(node)));
        }
        AffectedObjects.byWorkload(it.pods()).keySet().stream()
                .limit(3)
                .forEach(owner -> it.fix(
                        "Recreate the pods of " + owner + ", so that they get addresses of the blocks",
                        it.lab().kubectl(owner.namespace(), recreate(owner))));
    }

    private static String recreate(ObjectRef owner) {
        return (owner.kind().equals("Pod") ? "delete " : "rollout restart ") + LabFacts.argument(owner);
    }
}
