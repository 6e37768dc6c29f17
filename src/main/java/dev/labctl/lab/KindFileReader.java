package dev.labctl.lab;

import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.KindConfig.Node;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the parts of {@code kind.yaml} that labctl uses, and refuses what no lab may contain. kind validates the rest
 * ({@code kind.x-k8s.io/v1alpha4}, kind {@code pkg/apis/config/v1alpha4/types.go}).
 */
final class KindFileReader {
    private static final String API_VERSION = "kind.x-k8s.io/v1alpha4";

    private KindFileReader() {}

    static Optional<KindConfig> read(Path file, YamlNode document, Problems problems) {
        return Fields.of(document, "kind.yaml", problems).map(fields -> {
            KindConfig config = read(file, fields);
            patches(file, fields, problems);
            fields.mappings("nodes", "a node").forEach(node -> patches(file, node, problems));
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
        List<Node> nodes = new ArrayList<>();
        List<Integer> hostPorts = new ArrayList<>();
        for (Fields node : fields.mappings("nodes", "a node")) {
            nodes.add(node(node));
            node.mappings("extraPortMappings", "a port mapping")
                    .forEach(mapping -> mapping.count("hostPort").ifPresent(hostPorts::add));
        }
        if (nodes.isEmpty()) {
            nodes.add(new Node("control-plane", Map.of()));
        }
        Optional<Fields> networking = fields.fields("networking");
        networking.ifPresent(part -> {
            part.count("apiServerPort").ifPresent(hostPorts::add);
            part.text("apiServerAddress");
            subnet(part, "podSubnet");
            subnet(part, "serviceSubnet");
        });
        return new KindConfig(
                file,
                fields.tree(),
                nodes,
                networking
                        .flatMap(part -> part.choice("ipFamily", IpFamily.class))
                        .orElse(IpFamily.IPV4),
                networking
                        .flatMap(part -> part.text("kubeProxyMode"))
                        .filter("none"::equals)
                        .isEmpty(),
                hostPorts);
    }

    private static void subnet(Fields networking, String key) {
        networking.text(key).filter(text -> !text.isEmpty()).ifPresent(text -> {
            try {
                ClusterSubnets.read(text);
            } catch (IllegalArgumentException e) {
                networking.problem(key, "`" + key + "`: " + e.getMessage());
            }
        });
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

    private static Node node(Fields fields) {
        fields.require("role");
        String role = fields.choice("role", List.of("control-plane", "worker")).orElse("worker");
        return new Node(role, fields.anyTexts("labels"));
    }
}
