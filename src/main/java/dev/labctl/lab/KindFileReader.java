package dev.labctl.lab;

import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.KindConfig.Node;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the parts of {@code kind.yaml} that labctl uses, and refuses what no lab may contain. kind validates the rest
 * ({@code kind.x-k8s.io/v1alpha4}, kind {@code pkg/apis/config/v1alpha4/types.go}).
 */
final class KindFileReader {
    private static final String API_VERSION = "kind.x-k8s.io/v1alpha4";

    private KindFileReader() {}

    static Optional<KindConfig> read(Path file, String text, YamlNode document, Problems problems) {
        Optional<Fields> found = Fields.of(document, "kind.yaml", problems);
        if (found.isEmpty() || !(document instanceof YamlNode.Mapping mapping)) {
            return Optional.empty();
        }
        Fields fields = found.get();
        identity(fields);
        List<Node> nodes = new ArrayList<>();
        List<Integer> hostPorts = new ArrayList<>();
        for (YamlNode item : fields.items("nodes")) {
            Fields.of(item, "a node", problems).ifPresent(node -> {
                nodes.add(node(node));
                hostPorts.addAll(hostPorts(node, problems));
            });
        }
        if (nodes.isEmpty()) {
            nodes.add(new Node("control-plane", java.util.Map.of()));
        }
        Optional<Fields> networking = fields.fields("networking");
        networking
                .map(part -> part.count("apiServerPort"))
                .filter(OptionalInt::isPresent)
                .ifPresent(port -> hostPorts.add(port.getAsInt()));
        return Optional.of(new KindConfig(
                file,
                text,
                mapping.tree(),
                nodes,
                networking.flatMap(KindFileReader::ipFamily).orElse(IpFamily.IPV4),
                networking
                        .flatMap(part -> part.text("kubeProxyMode"))
                        .filter("none"::equals)
                        .isEmpty(),
                networking.flatMap(part -> part.text("podSubnet")),
                networking.flatMap(part -> part.text("serviceSubnet")),
                networking.flatMap(part -> part.text("apiServerAddress")),
                hostPorts));
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
        return new Node(role, fields.texts("labels"));
    }

    private static List<Integer> hostPorts(Fields node, Problems problems) {
        List<Integer> ports = new ArrayList<>();
        for (YamlNode item : node.items("extraPortMappings")) {
            Fields.of(item, "a port mapping", problems)
                    .map(mapping -> mapping.count("hostPort"))
                    .ifPresent(port -> port.ifPresent(ports::add));
        }
        return ports;
    }

    private static Optional<IpFamily> ipFamily(Fields networking) {
        return networking
                .choice("ipFamily", List.of("ipv4", "ipv6", "dual"))
                .map(word -> IpFamily.valueOf(word.toUpperCase(Locale.ROOT)));
    }
}
