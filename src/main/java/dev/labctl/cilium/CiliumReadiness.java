package dev.labctl.cilium;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.StatusRules;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When Cilium is ready for workloads. That every Node is Ready proves nothing: a node without a block of addresses is
 * Ready as well (Cilium 1.18 {@code pkg/ipam/allocator/podcidr/podcidr.go}).
 */
public final class CiliumReadiness {
    private static final String GROUP = ".cilium.io";

    /** What an operator takes, once it is ready, until it leads and has said of every node what it thinks. */
    private static final Duration LOOK = Duration.ofSeconds(20);

    private CiliumReadiness() {}

    /**
     * What was seen of Cilium's own workloads.
     *
     * @param agents the DaemonSet {@code cilium}
     * @param operator the Deployment {@code cilium-operator}
     * @param pods of both
     * @param ciliumNodes none where the kind is not defined yet
     */
    public record Workloads(
            Optional<KubeObject> agents,
            Optional<KubeObject> operator,
            List<KubeObject> pods,
            List<KubeObject> ciliumNodes) {}

    /** Whether agents and operator are rolled out; also finds the node that will never get an agent. */
    public static ObjectStatus rolledOut(Workloads seen, IpamSettings settings, Instant now) {
        if (seen.agents().isEmpty() || seen.operator().isEmpty()) {
            return new InProgress("the agents and the operator are not there yet");
        }
        if (Kind.DAEMON_SET.wanted(seen.agents().get()) == 0) {
            return new InProgress(seen.agents().get().ref() + ": no node for its pods yet");
        }
        return ObjectStatus.worst(List.of(
                exhausted(seen, settings, now),
                StatusRules.of(seen.operator().get(), pods(seen, "io.cilium/app", "operator"), now),
                StatusRules.of(seen.agents().get(), pods(seen, "k8s-app", "cilium"), now)));
    }

    /**
     * Whether workloads can use what is rolled out.
     *
     * @param definitions those of the CustomResourceDefinitions of {@link #definitions} that are there
     */
    public static ObjectStatus usable(
            List<KubeObject> nodes, List<KubeObject> ciliumNodes, List<KubeObject> definitions, IpamSettings settings) {
        return ObjectStatus.worst(
                List.of(defined(definitions, settings), ready(nodes), addresses(nodes, ciliumNodes, settings)));
    }

    /**
     * In mode kubernetes agents wait for the CIDRs of their nodes; the controller manager gives them within seconds, or not at all
     * (Cilium 1.18 {@code pkg/k8s/node.go}).
     */
    public static Optional<ObjectStatus> withoutCidr(List<KubeObject> nodes, IpamSettings settings, Instant now) {
        if (!settings.is(IpamMode.KUBERNETES)) {
            return Optional.empty();
        }
        for (Family family : settings.families()) {
            List<String> closed = nodes.stream()
                    .filter(node -> node.created()
                            .filter(then -> then.plus(LOOK).isBefore(now))
                            .isPresent())
                    .filter(node -> !hasCidr(node, family))
                    .map(KubeObject::name)
                    .toList();
            if (!closed.isEmpty()) {
                return Optional.of(new Failed((closed.size() == 1 ? "Node " : "Nodes ") + Wording.names(closed) + " "
                        + Wording.agree(closed.size(), "has") + " no " + family
                        + " pod CIDR (spec.podCIDRs), for which agents wait in mode kubernetes: kube-controller-manager"
                        + " allocates it, if it runs with --allocate-node-cidrs and --cluster-cidr and has one left"));
            }
        }
        return Optional.empty();
    }

    /** An annotation may give what the controller manager does not. */
    private static boolean hasCidr(KubeObject node, Family family) {
        return Family.of(node.list("spec", "podCIDRs")).contains(family)
                || node.texts("metadata", "annotations").containsKey("network.cilium.io/" + family.key() + "-pod-cidr");
    }

    /** The names of the CustomResourceDefinitions that workloads and pools of this mode rely on. */
    public static List<String> definitions(IpamSettings settings) {
        return Stream.concat(
                        Stream.of("ciliumnodes", "ciliumendpoints", "ciliumidentities"),
                        settings.is(IpamMode.MULTI_POOL) ? Stream.of("ciliumpodippools") : Stream.empty())
                .map(plural -> plural + GROUP)
                .toList();
    }

    private static List<KubeObject> pods(Workloads seen, String label, String value) {
        return seen.pods().stream()
                .filter(pod -> value.equals(pod.labels().get(label)))
                .toList();
    }

    private static ObjectStatus defined(List<KubeObject> definitions, IpamSettings settings) {
        Set<String> established = definitions.stream()
                .filter(definition -> definition.conditionTrue("Established"))
                .map(KubeObject::name)
                .collect(Collectors.toSet());
        return ObjectStatus.currentUnless(definitions(settings).stream()
                .filter(name -> !established.contains(name))
                .findFirst()
                .map(name -> "the operator has not defined " + name + " yet"));
    }

    private static ObjectStatus ready(List<KubeObject> nodes) {
        return ObjectStatus.currentUnless(nodes.stream()
                .filter(node -> !node.conditionTrue("Ready"))
                .findFirst()
                .map(node -> "Node " + node.name() + " is not Ready yet"));
    }

    /**
     * A node that got no block: the cluster's list of CIDRs is used up and nothing gives a block back by itself. With
     * multi-pool the operator tries for ever, and an error may be a stale one, so it does not end the wait; nor does one
     * that an operator before this one may have left, which had a shorter list.
     */
    private static ObjectStatus exhausted(Workloads seen, IpamSettings settings, Instant now) {
        if (!settings.is(IpamMode.CLUSTER_POOL)) {
            return ObjectStatus.CURRENT;
        }
        boolean stands = operatorStands(seen.operator().orElseThrow(), pods(seen, "io.cilium/app", "operator"), now);
        return seen.ciliumNodes().stream()
                .filter(node -> node.list("spec", "ipam", "podCIDRs").isEmpty())
                .flatMap(node -> error(node).map(text -> "Node " + node.name() + " got no pod CIDR: " + text).stream())
                .findFirst()
                .<ObjectStatus>map(
                        why -> stands ? new Failed(Optional.of(Reason.NODE_CIDR_EXHAUSTED), why) : new InProgress(why))
                .orElse(ObjectStatus.CURRENT);
    }

    /** Whether the operator has had the time to say of every node what it thinks of it now. */
    public static boolean operatorStands(KubeObject operator, List<KubeObject> pods, Instant now) {
        return StatusRules.of(operator, pods, now) instanceof ObjectStatus.Current
                && pods.stream().noneMatch(pod -> isNew(pod, now));
    }

    /** Whether an operator came a moment ago, so that what it thinks of the nodes is not known yet. */
    private static boolean isNew(KubeObject operator, Instant now) {
        return operator.since("Ready").stream()
                .anyMatch(since -> since.plus(LOOK).isAfter(now));
    }

    static Optional<String> error(KubeObject ciliumNode) {
        return ciliumNode.text("status", "ipam", "operator-status", "error").filter(text -> !text.isBlank());
    }

    private static ObjectStatus addresses(List<KubeObject> nodes, List<KubeObject> ciliumNodes, IpamSettings settings) {
        for (KubeObject node : nodes) {
            Optional<KubeObject> ciliumNode = ciliumNodes.stream()
                    .filter(candidate -> candidate.name().equals(node.name()))
                    .findFirst();
            if (ciliumNode.isEmpty()) {
                return new InProgress("Node " + node.name() + " has no CiliumNode yet");
            }
            if (!hasAddresses(ciliumNode.get(), settings)) {
                String why = error(ciliumNode.get()).map(text -> ": " + text).orElse("");
                return new InProgress("Node " + node.name() + " has no pod CIDR yet" + why);
            }
        }
        return ObjectStatus.CURRENT;
    }

    private static boolean hasAddresses(KubeObject ciliumNode, IpamSettings settings) {
        if (settings.is(IpamMode.KUBERNETES) || settings.is(IpamMode.CLUSTER_POOL)) {
            return Family.of(ciliumNode.list("spec", "ipam", "podCIDRs")).containsAll(settings.families());
        }
        if (settings.is(IpamMode.MULTI_POOL)) {
            return ciliumNode.list("spec", "ipam", "pools", "allocated").stream()
                    .filter(pool -> Tree.has(pool, "default", "pool"))
                    .anyMatch(pool -> Family.of(Tree.list(pool, "cidrs")).containsAll(settings.families()));
        }
        return true;
    }
}
