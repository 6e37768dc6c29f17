package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.KubeadmConfig;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a simulated cluster is created from.
 *
 * @param version of Kubernetes, {@code v1.33.12}
 * @param nodeMasks the prefix length of a node's block
 * @param nodes the control plane first, as kind orders and names them; on EKS the nodes of the groups alone
 * @param vpc the network of AWS that the nodes are in; empty on kind
 */
public record Blueprint(
        String cluster,
        String version,
        IpFamily ipFamily,
        Optional<String> podSubnet,
        Optional<String> serviceSubnet,
        Map<Family, Integer> nodeMasks,
        boolean kubeProxy,
        List<Node> nodes,
        Optional<Vpc> vpc) {
    static final String UNKNOWN_VERSION = "v1.33.0";
    private static final Pattern TAG = Pattern.compile(":(v[0-9]+\\.[0-9]+\\.[0-9]+[-+.0-9A-Za-z]*)");

    /** The addresses of kind's container network on a machine without others: the first ones that nodes get. */
    private static final Map<Family, IpAddress> FIRST_NODE =
            Map.of(Family.IPV4, IpAddress.parse("172.18.0.2"), Family.IPV6, IpAddress.parse("fc00:f853:ccd:e793::2"));

    /** One node; {@code role} is {@code control-plane} or {@code worker}. */
    public record Node(
            String name,
            String role,
            Map<String, String> labels,
            List<Taint> taints,
            long maxPods,
            Optional<Instance> instance) {
        /** A node that is a container of kind's, with kubeadm's own taint. */
        public Node(String name, String role, Map<String, String> labels, long maxPods) {
            this(name, role, labels, ownTaints(role), maxPods, Optional.empty());
        }

        private static List<Taint> ownTaints(String role) {
            return role.equals("control-plane") ? List.of(Taint.CONTROL_PLANE) : List.of();
        }

        public boolean controlPlane() {
            return role.equals("control-plane");
        }

        private static Node of(Object tree) {
            return new Node(
                    Tree.text(tree, "name").orElseThrow(),
                    Tree.text(tree, "role").orElseThrow(),
                    Tree.texts(tree, "labels"),
                    Taint.ofNode(Tree.of("spec", tree)),
                    Tree.number(tree, "maxPods").orElseThrow(),
                    Tree.at(tree, "instance").map(Instance::of));
        }

        private Map<String, Object> toTree() {
            Map<String, Object> tree = Tree.of(
                    "name", name,
                    "role", role,
                    "labels", new TreeMap<>(labels),
                    "taints", taints.stream().map(Taint::tree).toList(),
                    "maxPods", maxPods);
            instance.ifPresent(own -> tree.put("instance", own.toTree()));
            return tree;
        }
    }

    public Blueprint {
        nodes = List.copyOf(nodes);
    }

    /** A cluster of kind's. */
    public Blueprint(
            String cluster,
            String version,
            IpFamily ipFamily,
            Optional<String> podSubnet,
            Optional<String> serviceSubnet,
            boolean kubeProxy,
            List<Node> nodes) {
        this(
                cluster,
                version,
                ipFamily,
                podSubnet,
                serviceSubnet,
                ClusterSubnets.DEFAULT_NODE_MASKS,
                kubeProxy,
                nodes,
                Optional.empty());
    }

    /** Of the cluster of kind's that a lab wants. */
    static Blueprint ofKind(ClusterSpec spec, KubeadmConfig kubeadm) {
        Matcher tag = TAG.matcher(spec.nodeImage());
        return new Blueprint(
                spec.name().value(),
                tag.find() ? tag.group(1) : UNKNOWN_VERSION,
                spec.kind().ipFamily(),
                kubeadm.podSubnet(),
                kubeadm.serviceSubnet(),
                kubeadm.subnets().nodeMasks(),
                spec.kind().kubeProxy(),
                kubeadm.nodes().stream()
                        .map(node -> node(spec.name(), node))
                        .sorted(Comparator.comparing(node -> !node.controlPlane()))
                        .toList(),
                Optional.empty());
    }

    private static Node node(ClusterName cluster, KubeadmConfig.Node node) {
        return new Node(
                cluster + "-" + node.name(),
                node.role(),
                node.labels(),
                Taint.of(node.taints()),
                node.maxPods(),
                Optional.empty());
    }

    Set<Family> families() {
        return ipFamily.families();
    }

    /** The ranges of pods and Services. */
    public ClusterSubnets subnets() {
        return ClusterSubnets.ofKind(podSubnet, serviceSubnet, families()).withNodeMasks(nodeMasks, nodeMasks);
    }

    /** The addresses of the node at a place in the list. */
    List<IpAddress> addresses(int index) {
        return nodes.get(index).instance().map(own -> List.of(own.address())).orElseGet(() -> ofKind(index));
    }

    private List<IpAddress> ofKind(int index) {
        return families().stream()
                .map(family -> FIRST_NODE.get(family).plus(index))
                .toList();
    }

    public Map<String, Object> toTree() {
        Map<String, Object> tree = Tree.of(
                "cluster", cluster,
                "version", version,
                "ipFamily", ipFamily.word(),
                "podSubnet", podSubnet.orElse(null),
                "serviceSubnet", serviceSubnet.orElse(null),
                "nodeMasks", masks(),
                "kubeProxy", kubeProxy,
                "nodes", nodes.stream().map(Node::toTree).toList());
        vpc.ifPresent(own -> tree.put("vpc", own.toTree()));
        return tree;
    }

    private Map<String, Object> masks() {
        return Tree.of(
                Family.IPV4.key(), (long) nodeMasks.get(Family.IPV4),
                Family.IPV6.key(), (long) nodeMasks.get(Family.IPV6));
    }

    private static Map<Family, Integer> masks(Map<String, Object> tree) {
        return Stream.of(Family.values())
                .collect(Collectors.toMap(family -> family, family -> Tree.number(tree, "nodeMasks", family.key())
                        .orElseThrow()
                        .intValue()));
    }

    /**
     * Reads what {@link #toTree} has written.
     *
     * @throws NoSuchElementException where the tree is something else
     */
    public static Blueprint of(Map<String, Object> tree) {
        List<Node> nodes = Tree.list(tree, "nodes").stream().map(Node::of).toList();
        if (nodes.isEmpty()) {
            throw new NoSuchElementException("a cluster has nodes");
        }
        return new Blueprint(
                Tree.text(tree, "cluster").orElseThrow(),
                Tree.text(tree, "version").orElseThrow(),
                Stream.of(IpFamily.values())
                        .filter(family -> Tree.has(tree, family.word(), "ipFamily"))
                        .findFirst()
                        .orElseThrow(),
                Tree.text(tree, "podSubnet"),
                Tree.text(tree, "serviceSubnet"),
                masks(tree),
                Tree.flag(tree, "kubeProxy").orElseThrow(),
                nodes,
                Tree.at(tree, "vpc").map(Vpc::of));
    }
}
