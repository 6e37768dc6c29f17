package dev.labctl.explain.causes;

import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Causes in the CIDRs that Kubernetes gives to nodes, and in addresses of other CIDRs than the node's. */
public final class NodeCidrCauses {
    private NodeCidrCauses() {}

    /** Cilium, in mode kubernetes, waits for a node's first CIDR, or for one of a further family. */
    public record NodeCidrMissing(Optional<Family> family) implements Cause {
        @Override
        public void explain(ExplanationBuilder it) {
            List<KubeObject> nodes = it.nodes();
            family.ifPresentOrElse(one -> mismatch(it, nodes, one), () -> missing(it, nodes));
        }

        private static void mismatch(ExplanationBuilder it, List<KubeObject> nodes, Family family) {
            String key = family.key();
            it.error("FAMILY_MISMATCH")
                    .nodeSymptom(nodes, "accepts no new pods")
                    .cause(family + " is enabled in Cilium, but the nodes have no " + family
                            + " CIDR, because the cluster was created without it. In mode kubernetes the agent waits for one (\""
                            + IpamTexts.waitingForCidr(family) + "\"), and crashes after five minutes.")
                    .evidence(it.ciliumConfig() + ": ipam: kubernetes, enable-" + key + ": true")
                    .evidence(nodes.stream()
                            .limit(3)
                            .map(node -> Evidence.field(node.ref(), "spec.podCIDRs", node.list("spec", "podCIDRs"))));
            nodes.stream().limit(1).forEach(node -> it.agent(node.name(), "PodCIDR"));
            it.fix(
                            "Disable " + family + " in Cilium's values (" + key
                                    + ".enabled: false), if the lab does not need it",
                            it.labctl("cilium-install"))
                    .fix(
                            "Or create a cluster that has it: networking.ipFamily in kind.yaml",
                            it.labctl("up", "--recreate"));
        }

        private static void missing(ExplanationBuilder it, List<KubeObject> nodes) {
            List<KubeObject> all = it.cluster().list(Kind.NODE);
            List<KubeObject> described = nodes.subList(0, Math.min(3, nodes.size()));
            Optional<Overlap> overlap = it.cluster().subnets().flatMap(Overlap::of);
            it.error(overlap.isPresent() ? "SERVICE_CIDR_OVERLAP" : "NODE_CIDR_MISSING")
                    .nodeSymptom(nodes, "has no pod CIDR and cannot accept new pods")
                    .cause(
                            "In mode kubernetes the agent uses the CIDR that Kubernetes' controller manager gives to the node, but"
                                    + " the node has none: "
                                    + overlap.map(Overlap::cause)
                                            .orElse(
                                                    "the cluster's pod subnet is used up, or node CIDRs are switched off."))
                    .evidence(described.stream().map(node -> Evidence.field(node.ref(), "spec.podCIDRs", "none")));
            described.forEach(node -> it.event(
                    node,
                    it.view().observation().events(node).stream()
                            .filter(event -> event.has(IpamTexts.CIDR_NOT_AVAILABLE, "reason"))
                            .findFirst()));
            long with = all.stream()
                    .filter(node -> !node.list("spec", "podCIDRs").isEmpty())
                    .count();
            it.evidence("nodes with a pod CIDR: " + with + " of " + Wording.grouped(all.size()))
                    .evidence(it.cluster()
                            .subnets()
                            .map(subnets -> "range of pods: " + Wording.names(subnets.pods()) + "; range of Services: "
                                    + Wording.namesOrNone(subnets.services())))
                    .fix(
                            overlap.map(Overlap::remedy)
                                    .orElse(
                                            "Create the cluster with a larger pod subnet (networking.podSubnet in kind.yaml), or"
                                                    + " with smaller node CIDRs (node-cidr-mask-size of the controller manager)"),
                            it.labctl("up", "--recreate"));
        }
    }

    /** A range of pods that is part of the range of Services. */
    private record Overlap(Cidr pods, Cidr services) {
        static Optional<Overlap> of(ClusterSubnets subnets) {
            return subnets.pods().stream()
                    .flatMap(pods -> subnets.servicesAround(pods).map(services -> new Overlap(pods, services)).stream())
                    .findFirst();
        }

        String cause() {
            return "the range of pods, " + pods + ", is inside the range of Services, " + services
                    + ", and Kubernetes gives no node a CIDR that overlaps that one.";
        }

        String remedy() {
            return "Create the cluster with a pod subnet outside of " + services
                    + " (networking.podSubnet in kind.yaml), or with a serviceSubnet that does not contain it";
        }
    }

    /** A node shows a pod CIDR that is not used. */
    public record NodeCidrIgnored() implements Cause {
        /** The cause, for a node whose addresses come from other blocks. */
        public static Optional<Cause> of(KubeObject node, ClusterIndex cluster) {
            return cluster.addresses(node.name())
                    .filter(map -> cluster.ciliumInstalled()
                            && !map.ignored().isEmpty()
                            && !map.blocks().isEmpty())
                    .map(map -> new NodeCidrIgnored());
        }

        @Override
        public void explain(ExplanationBuilder it) {
            KubeObject node = it.first();
            NodeMap map = it.cluster().addresses(node.name()).orElseThrow();
            String blocks = Wording.names(it.cluster().cidrs(node.name()));
            it.note("NODE_CIDR_IGNORED")
                    .symptom("Node " + map.name() + " shows the pod CIDR " + Wording.names(map.ignored())
                            + ", but no pod has an address of it.")
                    .cause("Kubernetes gave it to the node. In mode "
                            + it.cluster().settings().mode()
                            + " Cilium does not use it: the node's addresses come from " + blocks
                            + ". This is not an error.")
                    .evidence(Evidence.field(node.ref(), "spec.podCIDRs", node.list("spec", "podCIDRs")))
                    .evidence("CiliumNode " + map.name() + ": blocks: " + blocks);
        }
    }

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
        public Set<String> concludesFromAbsence() {
            return Set.of("CiliumNode", "Node");
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
                    .evidence(
                            it.ciliumConfig() + ": ipam: " + cluster.settings().mode());
            for (Pod pod : it.pods().subList(0, Math.min(3, it.pods().size()))) {
                String node = pod.node().orElse("");
                it.evidence(pod.ref() + " has "
                        + cluster.addressOutsideBlocks(pod).map(String::valueOf).orElse("?") + "; blocks of " + node
                        + ": "
                        + Wording.names(cluster.cidrs(node)));
            }
            Symptoms.byWorkload(it.pods()).keySet().stream()
                    .limit(3)
                    .forEach(owner -> it.fix(
                            "Recreate the pods of " + owner + ", so that they get addresses of the blocks",
                            it.kubectl(owner.namespace(), recreate(owner))));
        }

        private static String recreate(ObjectRef owner) {
            return (owner.kind().equals("Pod") ? "delete " : "rollout restart ") + LabFacts.argument(owner);
        }
    }
}
