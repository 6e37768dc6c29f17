package dev.labctl.lab;

import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kind cluster of a lab: its file, and what labctl reads of it.
 *
 * @param hostPorts ports of the machine that the cluster uses
 */
public record KindConfig(
        Path file,
        Map<String, Object> tree,
        List<Node> nodes,
        IpFamily ipFamily,
        boolean kubeProxy,
        List<Integer> hostPorts)
        implements ClusterConfig {
    /** {@code networking.ipFamily}. */
    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set of constants
    public enum IpFamily {
        IPV4,
        IPV6,
        DUAL;

        public Set<Family> families() {
            return switch (this) {
                case IPV4 -> EnumSet.of(Family.IPV4);
                case IPV6 -> EnumSet.of(Family.IPV6);
                case DUAL -> EnumSet.allOf(Family.class);
            };
        }

        /** In kind's spelling. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One node as the file has it; {@code role} is {@code control-plane} or {@code worker}. */
    public record Node(String role, Map<String, String> labels) {
        /**
         * What kind calls nodes, without the name of the cluster: {@code control-plane}, {@code worker}, {@code worker2} …
         * (kind 0.33 {@code pkg/cluster/internal/providers/common/namer.go}).
         */
        static List<String> names(List<Node> nodes) {
            Map<String, Integer> count = new LinkedHashMap<>();
            return nodes.stream()
                    .map(node -> {
                        int number = count.merge(node.role(), 1, Integer::sum);
                        return node.role() + (number == 1 ? "" : number);
                    })
                    .toList();
        }
    }

    public KindConfig {
        nodes = List.copyOf(nodes);
        hostPorts = List.copyOf(hostPorts);
    }

    @Override
    public ProviderKind provider() {
        return ProviderKind.KIND;
    }

    @Override
    public int nodeCount() {
        return nodes.size();
    }

    /** Whether kind installs kindnet, its own network plugin. */
    public boolean kindnet() {
        return !Tree.flag(tree, "networking", "disableDefaultCNI").orElse(false);
    }

    /** {@code networking.podSubnet}: one CIDR, or two with a comma; empty for kind's default. */
    public Optional<String> podSubnet() {
        return Tree.text(tree, "networking", "podSubnet").filter(text -> !text.isEmpty());
    }

    /** {@code networking.serviceSubnet}, likewise. */
    public Optional<String> serviceSubnet() {
        return Tree.text(tree, "networking", "serviceSubnet").filter(text -> !text.isEmpty());
    }

    /** What kubeadm makes of it with the pinned node image. */
    public KubeadmConfig kubeadm() {
        return KubeadmConfig.of(this, KubeadmApi.V1BETA3);
    }

    /** What kubeadm makes of it on nodes of an image. */
    public KubeadmConfig kubeadm(String nodeImage) {
        return KubeadmConfig.of(this, KubeadmApi.ofImage(nodeImage));
    }

    /** The ranges of pods and Services. */
    public ClusterSubnets subnets() {
        return kubeadm().subnets();
    }
}
