package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The causes in mode eni, where addresses are those of a node's network interfaces. */
public final class InterfaceCauses {
    private InterfaceCauses() {}

    /** What a node lacks. */
    public enum Lack {
        /** The instance type allows no more, or nothing more has come yet. */
        ROOM(
                "INTERFACES_FULL",
                "The node's network interfaces have no free address. How many they can have depends on the instance type,"
                        + " and on the addresses that the subnet has left.",
                "Distribute the pods over more nodes, or use a larger instance type; with prefix delegation"
                        + " (eni.awsEnablePrefixDelegation: true) Nitro instances have sixteen times as many addresses"),
        SUBNET(
                "SUBNET_EXHAUSTED",
                "AWS has no address or prefix left in the node's subnet, so Cilium's operator cannot get more for the node.",
                "Delete what is not needed in the subnet, or add nodes in a subnet that has room. A prefix needs sixteen"
                        + " neighbouring free addresses: single ones may be left"),
        RIGHTS(
                "AWS_ACCESS_DENIED",
                "AWS does not allow Cilium's operator to create network interfaces or to assign addresses to them.",
                "Give the role of the nodes, under which the operator runs, the policy AmazonEKS_CNI_Policy"),
        LIMITS(
                "INSTANCE_LIMITS_UNKNOWN",
                "Cilium's operator does not know how many addresses this instance type can have: it asks AWS for that.",
                "Give the role of the nodes the right ec2:DescribeInstanceTypes, then restart the operator"),
        SYNC(
                "ADDRESSES_NOT_YET",
                "Cilium's operator has not assigned addresses to the node's interfaces yet. It looks after each node at"
                        + " least once a minute.",
                "");

        private static final Pattern DENIED = Pattern.compile("UnauthorizedOperation|AccessDenied");
        private static final Pattern FULL =
                Pattern.compile("Insufficient(FreeAddressesInSubnet|CidrBlocks)|There aren't sufficient free");

        private final String reason;
        private final String cause;
        private final String fix;

        Lack(String reason, String cause, String fix) {
            this.reason = reason;
            this.cause = cause;
            this.fix = fix;
        }

        /** What the operator's log says; empty where it is nothing of this kind. */
        private static Optional<Lack> said(String log) {
            if (DENIED.matcher(log).find()) {
                return Optional.of(RIGHTS);
            }
            if (FULL.matcher(log).find()) {
                return Optional.of(SUBNET);
            }
            return log.startsWith("Instance limits not found") ? Optional.of(LIMITS) : Optional.empty();
        }
    }

    /** A node's interfaces have no address for pods, or for the agent itself. */
    public record NoAddresses(Lack lack) implements Cause {
        /** Why a pod of a node gets none. */
        public static NoAddresses ofPod(String node, ClusterIndex cluster) {
            return new NoAddresses(said(node, cluster).orElse(Lack.ROOM));
        }

        /** Why a node has none at all, which its agent waits for; empty where it has some. */
        public static Optional<Cause> ofNode(KubeObject node, ClusterIndex cluster) {
            boolean none = cluster.ciliumNode(node.name())
                    .filter(found ->
                            Tree.map(found.tree(), "spec", "ipam", "pool").isEmpty())
                    .isPresent();
            return none && cluster.operatorReady()
                    ? Optional.of(new NoAddresses(said(node.name(), cluster).orElse(Lack.SYNC)))
                    : Optional.empty();
        }

        private static Optional<Lack> said(String node, ClusterIndex cluster) {
            return cluster.operatorError(node).flatMap(Lack::said);
        }

        @Override
        public Set<String> concludesFromAbsence() {
            return lack == Lack.SYNC ? Set.of(Kind.POD.kind()) : Set.of();
        }

        @Override
        public void explain(ExplanationBuilder it) {
            it.severity(lack == Lack.SYNC, lack.reason).cause(lack.cause);
            if (it.pods().isEmpty()) {
                it.nodeSymptom(it.nodes(), "accepts no new pods");
            } else {
                it.podSymptom("waits for an address").sandboxWarning();
            }
            it.nodes().stream()
                    .limit(3)
                    .flatMap(node -> it.cluster().ciliumNode(node.name()).stream())
                    .forEach(node -> it.evidence(node.ref() + ": instance type "
                                    + node.text("spec", "eni", "instance-type").orElse("unknown") + ", "
                                    + count(node, "spec", "ipam", "pool") + ", " + count(node, "status", "ipam", "used")
                                    + " in use")
                            .operatorError(node.name()));
            if (!lack.fix.isEmpty()) {
                it.fix(lack.fix);
            }
        }

        private static String count(KubeObject node, String... path) {
            return Wording.counted(Tree.map(node.tree(), path).size(), "address");
        }
    }
}
