package dev.labctl.lab;

import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What kubeadm makes of a cluster of kind's: the nodes' labels, taints and limits, and their blocks, all of which the patches of
 * {@code kind.yaml} change. Plan and rehearsal both ask here.
 */
public final class KubeadmConfig {
    /** The kubelet's own limit (Kubernetes 1.33 {@code pkg/kubelet/apis/config/v1beta1/defaults.go}). */
    public static final int MAX_PODS = 110;

    static final String NODE_LABELS = "node-labels";
    private static final String[] ARGUMENTS = {"nodeRegistration", "kubeletExtraArgs"};
    private static final String[] CONTROLLER_MANAGER = {"controllerManager", "extraArgs"};
    private static final String MASK = "node-cidr-mask-size";

    private final KindConfig kind;
    private final KubeadmDocuments documents;
    private final Set<String> refusals;
    private final List<Node> nodes = new ArrayList<>();

    /** One node; {@code role} is {@code control-plane} or {@code worker}. */
    public record Node(String name, String role, Map<String, String> labels, List<NodeTaint> taints, int maxPods) {
        public boolean controlPlane() {
            return role.equals("control-plane");
        }
    }

    private KubeadmConfig(KindConfig kind, KubeadmApi api) {
        this.kind = kind;
        this.documents = new KubeadmDocuments(kind, api);
        this.refusals = new LinkedHashSet<>(documents.refusals());
        for (int i = 0; i < kind.nodes().size(); i++) {
            nodes.add(node(i, api));
        }
        KubeadmArguments.refusal(api, KubeadmTemplate.CLUSTER, cluster(), CONTROLLER_MANAGER)
                .ifPresent(refusals::add);
    }

    static KubeadmConfig of(KindConfig kind, KubeadmApi api) {
        return new KubeadmConfig(kind, api);
    }

    private Map<String, Object> cluster() {
        return documents.of(documents.first(), KubeadmTemplate.CLUSTER);
    }

    private Node node(int index, KubeadmApi api) {
        String own = index == documents.first() ? KubeadmTemplate.INIT : KubeadmTemplate.JOIN;
        Map<String, Object> document = documents.of(index, own);
        KubeadmArguments.refusal(api, own, document, ARGUMENTS).ifPresent(refusals::add);
        Map<String, String> arguments = KubeadmArguments.read(document, ARGUMENTS);
        Map<String, String> labels = labels(arguments.getOrDefault(NODE_LABELS, ""));
        KubeletLabels.refusal(labels).ifPresent(refusals::add);
        String role = kind.nodes().get(index).role();
        return new Node(
                KindConfig.Node.names(kind.nodes()).get(index),
                role,
                labels,
                taints(role.equals("control-plane"), document, arguments),
                maxPods(arguments));
    }

    private static Map<String, String> labels(String argument) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : argument.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isBlank()) {
                labels.put(
                        equals < 0 ? pair.strip() : pair.substring(0, equals).strip(),
                        equals < 0 ? "" : pair.substring(equals + 1).strip());
            }
        }
        return labels;
    }

    /**
     * Those that kubeadm and the kubelet set (Kubernetes 1.33 {@code cmd/kubeadm/app/phases}): the kubelet of a worker by its
     * argument, which a patch may replace, and kubeadm those of a control plane. kind takes the control plane's own taint away
     * where there is no other node.
     */
    private List<NodeTaint> taints(boolean controlPlane, Map<String, Object> document, Map<String, String> arguments) {
        List<NodeTaint> registered =
                Tree.at(document, "nodeRegistration", "taints").isPresent()
                        ? Tree.list(document, "nodeRegistration", "taints").stream()
                                .map(KubeadmConfig::taint)
                                .toList()
                        : controlPlane ? List.of(NodeTaint.CONTROL_PLANE) : List.of();
        Optional<String> argument = Optional.ofNullable(arguments.get("register-with-taints"));
        Set<NodeTaint> taints = new LinkedHashSet<>();
        argument.stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .filter(text -> !text.isBlank())
                .forEach(text -> taints.add(NodeTaint.parse(text.strip())));
        if (controlPlane || argument.isEmpty()) {
            taints.addAll(registered);
        }
        if (kind.nodes().size() == 1) {
            taints.removeIf(taint -> taint.key().equals(NodeTaint.CONTROL_PLANE.key()));
        }
        return List.copyOf(taints);
    }

    private static NodeTaint taint(Object tree) {
        return new NodeTaint(
                Tree.text(tree, "key").orElse(""),
                Tree.text(tree, "value").orElse(""),
                Tree.text(tree, "effect").orElse(""));
    }

    /** By the kubelet's argument, else by the one configuration that all kubelets share; 0 stands for its default. */
    private int maxPods(Map<String, String> arguments) {
        Map<String, Object> kubelet = documents.of(documents.first(), KubeadmTemplate.KUBELET);
        Optional<String> argument = Optional.ofNullable(arguments.get("max-pods"));
        Optional<Object> value = argument.<Object>map(text -> text).or(() -> Tree.at(kubelet, "maxPods"));
        Optional<Long> pods =
                argument.isPresent() ? argument.flatMap(KubeadmConfig::wholeNumber) : Tree.number(kubelet, "maxPods");
        Optional<Integer> limit = pods.filter(number -> number >= 0 && number <= Integer.MAX_VALUE)
                .map(Long::intValue);
        if (value.isPresent() && limit.isEmpty()) {
            refusals.add("the kubelet's limit of pods must be a whole number from 0 to " + Integer.MAX_VALUE + ", not "
                    + (value.get() instanceof String ? "\"" + value.get() + "\"" : value.get()));
        }
        return limit.filter(number -> number > 0).orElse(MAX_PODS);
    }

    private static Optional<Long> wholeNumber(String text) {
        return text.matches("[0-9]{1,10}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** In the order of the file. */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * The ranges of pods and Services, and the size of a node's blocks.
     *
     * @throws IllegalArgumentException with a message for the user if a patch puts a text there that is no CIDR
     */
    public ClusterSubnets subnets() {
        Map<Family, Integer> checked = new EnumMap<>(ClusterSubnets.DEFAULT_NODE_MASKS);
        for (Family family : Family.values()) {
            mask(MASK + "-" + family.key()).ifPresent(size -> checked.put(family, size));
        }
        Map<Family, Integer> given = new EnumMap<>(checked);
        mask(MASK).ifPresent(size -> given.replaceAll((family, other) -> size));
        return ClusterSubnets.ofKind(
                        podSubnet(), serviceSubnet(), kind.ipFamily().families())
                .withNodeMasks(given, checked);
    }

    private Optional<Integer> mask(String argument) {
        return Optional.ofNullable(
                        KubeadmArguments.read(cluster(), CONTROLLER_MANAGER).get(argument))
                .flatMap(KubeadmConfig::wholeNumber)
                .filter(size -> size > 0 && size <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    /** Like {@link KindConfig#podSubnet}, with the patches. */
    public Optional<String> podSubnet() {
        return Tree.text(cluster(), "networking", "podSubnet").filter(text -> !text.isEmpty());
    }

    /** Likewise. */
    public Optional<String> serviceSubnet() {
        return Tree.text(cluster(), "networking", "serviceSubnet").filter(text -> !text.isEmpty());
    }

    /** Why kind cannot create the cluster; none if it can. */
    public List<String> refusals() {
        List<String> all = new ArrayList<>(refusals);
        try {
            all.addAll(maskRefusals());
            all.addAll(subnets().refusals());
        } catch (IllegalArgumentException e) {
            all.add(e.getMessage());
        }
        return all;
    }

    /** The controller manager's (Kubernetes 1.33 {@code cmd/kube-controller-manager/app/core.go}). */
    private List<String> maskRefusals() {
        Map<String, String> arguments = KubeadmArguments.read(cluster(), CONTROLLER_MANAGER);
        List<String> all = new ArrayList<>();
        for (String name : List.of(MASK, MASK + "-ipv4", MASK + "-ipv6")) {
            String value = arguments.getOrDefault(name, "0");
            if (wholeNumber(value).isEmpty()) {
                all.add(name + " must be a whole number, not \"" + value + "\"");
            }
        }
        Set<Family> families = new LinkedHashSet<>();
        subnets().pods().forEach(subnet -> families.add(subnet.family()));
        if (families.size() > 1 && mask(MASK).isPresent()) {
            all.add("usage of --" + MASK + " is not allowed with dual-stack clusters");
        }
        for (Family family : Family.values()) {
            Family other = family == Family.IPV4 ? Family.IPV6 : Family.IPV4;
            if (!families.contains(family)
                    && mask(MASK).isEmpty()
                    && mask(MASK + "-" + family.key()).isPresent()) {
                all.add("usage of --" + MASK + "-" + family.key() + " is not allowed for a single-stack " + other
                        + " cluster");
            }
        }
        return all;
    }

    /** Patches that change nothing, a sentence each. */
    public List<String> withoutEffect() {
        return documents.withoutEffect();
    }

    /** Nodes whose labels of {@code kind.yaml} are lost, because a patch replaces the argument that kind writes them to. */
    public List<String> withoutLabels() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i)
                    .labels()
                    .entrySet()
                    .containsAll(kind.nodes().get(i).labels().entrySet())) {
                names.add(nodes.get(i).name());
            }
        }
        return names;
    }
}
