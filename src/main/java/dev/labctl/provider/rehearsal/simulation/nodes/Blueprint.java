package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a simulated cluster is created from.
 *
 * @param version of Kubernetes, {@code v1.33.12}
 * @param nodes the control plane first, as kind orders and names them; on EKS the nodes of the groups alone
 * @param vpc the network of AWS that the nodes are in; empty on kind
 */
public record Blueprint(
        String cluster,
        String version,
        IpFamily ipFamily,
        Optional<String> podSubnet,
        Optional<String> serviceSubnet,
        boolean kubeProxy,
        List<Node> nodes,
        Optional<Vpc> vpc) {
    /** Kubernetes {@code pkg/kubelet/apis/config/v1beta1/defaults.go}. */
    private static final long MAX_PODS = 110;

    static final String UNKNOWN_VERSION = "v1.33.0";
    private static final Pattern TAG = Pattern.compile(":(v[0-9]+\\.[0-9]+\\.[0-9]+[-+.0-9A-Za-z]*)");

    /** The addresses of kind's container network on a machine without others: the first ones that nodes get. */
    private static final Map<Family, IpAddress> FIRST_NODE =
            Map.of(Family.IPV4, IpAddress.parse("172.18.0.2"), Family.IPV6, IpAddress.parse("fc00:f853:ccd:e793::2"));

    /** One node; {@code role} is {@code control-plane} or {@code worker}. */
    public record Node(
            String name, String role, Map<String, String> labels, long maxPods, Optional<Instance> instance) {
        /** A node that is a container of kind's. */
        public Node(String name, String role, Map<String, String> labels, long maxPods) {
            this(name, role, labels, maxPods, Optional.empty());
        }

        public boolean controlPlane() {
            return role.equals("control-plane");
        }

        private static Node of(Object tree) {
            return new Node(
                    Tree.text(tree, "name").orElseThrow(),
                    Tree.text(tree, "role").orElseThrow(),
                    Tree.texts(tree, "labels"),
                    Tree.number(tree, "maxPods").orElseThrow(),
                    Tree.at(tree, "instance").map(Instance::of));
        }

        private Map<String, Object> toTree() {
            Map<String, Object> tree =
                    Tree.of("name", name, "role", role, "labels", new TreeMap<>(labels), "maxPods", maxPods);
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
        this(cluster, version, ipFamily, podSubnet, serviceSubnet, kubeProxy, nodes, Optional.empty());
    }

    /** Of the cluster of kind's that a lab wants. */
    static Blueprint ofKind(ClusterSpec spec, KindConfig kind) {
        Matcher tag = TAG.matcher(spec.nodeImage());
        return new Blueprint(
                spec.name().value(),
                tag.find() ? tag.group(1) : UNKNOWN_VERSION,
                kind.ipFamily(),
                kind.podSubnet(),
                kind.serviceSubnet(),
                kind.kubeProxy(),
                nodes(spec.name(), kind));
    }

    private static List<Node> nodes(ClusterName cluster, KindConfig kind) {
        long maxPods = maxPods(Tree.list(kind.tree(), "kubeadmConfigPatches"), MAX_PODS);
        List<Object> trees = Tree.list(kind.tree(), "nodes");
        Map<String, Integer> counts = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < kind.nodes().size(); i++) {
            KindConfig.Node node = kind.nodes().get(i);
            int number = counts.merge(node.role(), 1, Integer::sum);
            List<Object> patches = i < trees.size() ? Tree.list(trees.get(i), "kubeadmConfigPatches") : List.of();
            nodes.add(new Node(
                    cluster + "-" + node.role() + (number == 1 ? "" : number),
                    node.role(),
                    node.labels(),
                    maxPods(patches, maxPods)));
        }
        nodes.sort(Comparator.comparing(node -> !node.controlPlane()));
        return nodes;
    }

    /** {@code maxPods} of a patch for the kubelet's configuration, where there is one. */
    private static long maxPods(List<Object> patches, long otherwise) {
        return patches.stream()
                .flatMap(patch -> YamlReader.values(String.valueOf(patch)).stream())
                .filter(patch -> Tree.has(patch, "KubeletConfiguration", "kind"))
                .flatMap(patch -> Tree.number(patch, "maxPods").stream())
                .findFirst()
                .orElse(otherwise);
    }

    Set<Family> families() {
        return ipFamily.families();
    }

    /** The ranges of pods and Services. */
    public ClusterSubnets subnets() {
        return ClusterSubnets.ofKind(podSubnet, serviceSubnet, families());
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
                "kubeProxy", kubeProxy,
                "nodes", nodes.stream().map(Node::toTree).toList());
        vpc.ifPresent(own -> tree.put("vpc", own.toTree()));
        return tree;
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
                Tree.flag(tree, "kubeProxy").orElseThrow(),
                nodes,
                Tree.at(tree, "vpc").map(Vpc::of));
    }
}
