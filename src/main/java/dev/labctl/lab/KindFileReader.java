package dev.labctl.lab;

import dev.labctl.lab.KindConfig.Node;
import dev.labctl.lab.KindNetworkReader.Network;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the parts of {@code kind.yaml} that labctl uses, and refuses what kind refuses or no lab may contain ({@code
 * kind.x-k8s.io/v1alpha4}, kind 0.33 {@code pkg/apis/config/v1alpha4/types.go}). kind validates the parts that are not read.
 */
final class KindFileReader {
    static final int MAX_PORT = 65_535;

    private static final String API_VERSION = "kind.x-k8s.io/v1alpha4";
    private static final String CONTROL_PLANE = "control-plane";
    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

    private KindFileReader() {}

    static Optional<KindConfig> read(Path file, YamlNode document, Problems problems) {
        return Fields.of(document, "kind.yaml", problems).map(fields -> {
            KindConfig config = read(file, fields);
            patches(file, fields, problems);
            fields.presentMappings("nodes", "a node").forEach(node -> patches(file, node, problems));
            return config;
        });
    }

    /** kind fails on patches that it cannot read. */
    private static void patches(Path file, Fields fields, Problems problems) {
        for (YamlNode patch : fields.items("kubeadmConfigPatches")) {
            if (patch instanceof YamlNode.Mapping) {
                problems.add(
                        patch.position(),
                        "a patch must be text, not a mapping: write it as a block that starts with `|`");
            } else if (patch.tree() instanceof String text) {
                Problems own = new Problems();
                YamlReader.read(file, text, own);
                own.all().stream()
                        .limit(1)
                        .forEach(problem -> problems.add(patch.position(), "the patch is " + problem.message()));
            }
        }
    }

    private static KindConfig read(Path file, Fields fields) {
        identity(fields);
        List<Integer> hostPorts = new ArrayList<>();
        List<Node> nodes = nodes(fields, hostPorts);
        Network network = fields.fields("networking")
                .map(part -> new KindNetworkReader(part).read())
                .orElse(Network.DEFAULT);
        network.apiServerPort().ifPresent(hostPorts::add);
        fields.ignore(
                "kubeadmConfigPatches",
                "kubeadmConfigPatchesJSON6902",
                "containerdConfigPatches",
                "containerdConfigPatchesJSON6902",
                "featureGates",
                "runtimeConfig");
        fields.nothingElse();
        return new KindConfig(
                file,
                tree(fields, nodes),
                nodes,
                network.ipFamily(),
                network.kubeProxy(),
                hostPorts.stream().filter(port -> port > 0).toList());
    }

    /** The file with its labels as kind takes them: any value that is not quoted is a text. */
    private static Map<String, Object> tree(Fields fields, List<Node> nodes) {
        Map<String, Object> tree = fields.tree();
        List<Object> written = Tree.list(tree, "nodes");
        if (written.size() != nodes.size()) {
            return tree;
        }
        List<Object> read = new ArrayList<>();
        for (Object node : written) {
            Map<String, String> labels = nodes.get(read.size()).labels();
            read.add(labels.isEmpty() ? node : Tree.with(Tree.map(node), labels, "labels"));
        }
        return Tree.with(tree, read, "nodes");
    }

    private static void identity(Fields fields) {
        fields.require("kind");
        fields.require("apiVersion");
        fields.choice("kind", List.of("Cluster"));
        fields.choice("apiVersion", List.of(API_VERSION));
        if (fields.node("name").isPresent()) {
            fields.problem(
                    "name",
                    "a lab must not name its cluster: --cluster does, so that two labs can run at the same time");
        }
    }

    private static List<Node> nodes(Fields fields, List<Integer> hostPorts) {
        List<Node> nodes = new ArrayList<>();
        for (Fields node : fields.presentMappings("nodes", "a node")) {
            nodes.add(node(node));
            hostPorts.addAll(hostPorts(node));
            node.ignore("image", "extraMounts", "kubeadmConfigPatches", "kubeadmConfigPatchesJSON6902");
            node.nothingElse();
        }
        if (nodes.isEmpty()) {
            return List.of(new Node(CONTROL_PLANE, Map.of()));
        }
        if (nodes.stream().noneMatch(node -> node.role().equals(CONTROL_PLANE))) {
            fields.problem("nodes", "no node has the role " + CONTROL_PLANE);
        }
        return nodes;
    }

    private static Node node(Fields fields) {
        String role = fields.text("role").orElse("").isEmpty()
                ? CONTROL_PLANE
                : fields.choice("role", List.of(CONTROL_PLANE, "worker")).orElse(CONTROL_PLANE);
        return new Node(role, fields.anyTexts("labels"));
    }

    private static List<Integer> hostPorts(Fields node) {
        List<Integer> ports = new ArrayList<>();
        Set<List<String>> taken = new HashSet<>();
        for (Fields mapping : node.presentMappings("extraPortMappings", "a port mapping")) {
            mapping.number("containerPort", 0, MAX_PORT);
            String address = mapping.text("listenAddress").orElse("0.0.0.0");
            String protocol = mapping.text("protocol").orElse("").toUpperCase(Locale.ROOT);
            mapping.number("hostPort", -1, MAX_PORT).ifPresent(port -> {
                ports.add(port);
                if (port > 0 && !taken.add(List.of(address, String.valueOf(port), protocol))) {
                    mapping.problem("hostPort", "`hostPort` " + port + " of " + address + " is already mapped");
                }
            });
            if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol)) {
                mapping.problem("protocol", "`protocol` must be " + String.join(" or ", PROTOCOLS));
            }
            mapping.nothingElse();
        }
        return ports;
    }
}
