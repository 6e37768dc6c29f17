package dev.labctl.lab;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the parts of {@code eksctl.yaml} that labctl uses. eksctl validates the rest ({@code eksctl.io/v1alpha5}, eksctl 0.215
 * {@code pkg/apis/eksctl.io/v1alpha5/types.go}); the defaults here are those of its {@code defaults.go}.
 */
final class EksctlFileReader {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}");
    private static final Pattern INSTANCE_TYPE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
    private static final Cidr VPC = Cidr.parse("192.168.0.0/16");
    private static final String INSTANCES = "m5.large";
    private static final int NODES = 2;

    /** EKS' quota "Nodes per managed node group", before it is raised. */
    private static final int MOST_NODES = 450;

    private EksctlFileReader() {}

    static Optional<EksctlConfig> read(Path file, YamlNode document, Problems problems) {
        return Fields.of(document, "eksctl.yaml", problems).map(fields -> read(file, fields));
    }

    private static EksctlConfig read(Path file, Fields fields) {
        fields.require("apiVersion");
        fields.choice("apiVersion", List.of("eksctl.io/v1alpha5"));
        fields.require("kind");
        fields.choice("kind", List.of("ClusterConfig"));
        fields.require("metadata");
        Optional<Fields> metadata = fields.fields("metadata");
        metadata.ifPresent(part -> {
            part.requiredText("name");
            part.texts("tags");
        });
        return new EksctlConfig(
                file,
                fields.tree(),
                metadata.flatMap(EksctlFileReader::region).orElse(""),
                metadata.flatMap(part -> part.text("version")),
                fields.fields("vpc").flatMap(EksctlFileReader::vpc).orElse(VPC),
                groups(fields),
                fields.mappings("addons", "an addon").stream()
                        .flatMap(addon -> addon.requiredText("name").stream())
                        .toList(),
                fields.fields("addonsConfig")
                        .flatMap(part -> part.flag("disableDefaultAddons"))
                        .map(disabled -> !disabled)
                        .orElse(true));
    }

    private static Optional<String> region(Fields metadata) {
        Optional<String> region = metadata.requiredText("region");
        region.filter(text -> !REGION.matcher(text).matches())
                .ifPresent(text -> metadata.problem(
                        "region", "`region` must be a region of AWS, such as eu-west-1, not `" + text + "`"));
        return region;
    }

    private static Optional<Cidr> vpc(Fields vpc) {
        return vpc.text("cidr").flatMap(text -> {
            try {
                Cidr cidr = Cidr.parseMasked(text);
                if (cidr.family() == Family.IPV4 && cidr.prefixLength() >= 16 && cidr.prefixLength() <= 24) {
                    return Optional.of(cidr);
                }
                vpc.problem("cidr", "`cidr` must be an IPv4 range between /16 and /24, not `" + text + "`");
            } catch (IllegalArgumentException e) {
                vpc.problem("cidr", "`cidr`: " + e.getMessage());
            }
            return Optional.empty();
        });
    }

    private static List<NodeGroup> groups(Fields fields) {
        return Stream.of("managedNodeGroups", "nodeGroups")
                .flatMap(key -> fields.mappings(key, "a node group").stream())
                .map(EksctlFileReader::group)
                .toList();
    }

    private static NodeGroup group(Fields group) {
        return new NodeGroup(
                group.requiredText("name").orElse(""),
                instanceTypes(group),
                nodes(group),
                group.count("maxPodsPerNode"),
                group.flag("privateNetworking").orElse(false),
                group.texts("labels"),
                group.mappings("taints", "a taint").stream()
                        .map(EksctlFileReader::taint)
                        .toList());
    }

    private static List<String> instanceTypes(Fields group) {
        List<String> several = group.items("instanceTypes").stream()
                .map(YamlNode::tree)
                .map(String::valueOf)
                .toList();
        List<String> types =
                several.isEmpty() ? List.of(group.text("instanceType").orElse(INSTANCES)) : several;
        String key = several.isEmpty() ? "instanceType" : "instanceTypes";
        types.stream()
                .filter(type -> !INSTANCE_TYPE.matcher(type).matches())
                .forEach(type -> group.problem(
                        key, "`" + key + "` must name types of EC2, such as t3.medium, not `" + type + "`"));
        return types;
    }

    /** eksctl's order: the desired capacity, else the smallest size, else two. */
    private static int nodes(Fields group) {
        OptionalInt smallest = group.count("minSize");
        OptionalInt largest = group.count("maxSize");
        OptionalInt desired = group.count("desiredCapacity");
        int nodes = desired.orElse(smallest.orElse(NODES));
        if (nodes > MOST_NODES) {
            group.problem(
                    desired.isPresent() ? "desiredCapacity" : "minSize",
                    "a node group has at most " + MOST_NODES + " nodes, not " + nodes);
            return NODES;
        }
        if (desired.isPresent() && (nodes < smallest.orElse(nodes) || nodes > largest.orElse(nodes))) {
            group.problem("desiredCapacity", "`desiredCapacity` must be between `minSize` and `maxSize`");
        }
        return nodes;
    }

    private static NodeTaint taint(Fields taint) {
        return new NodeTaint(
                taint.requiredText("key").orElse(""),
                taint.text("value").orElse(""),
                taint.choice("effect", List.of("NoSchedule", "PreferNoSchedule", "NoExecute"))
                        .orElse("NoSchedule"));
    }
}
