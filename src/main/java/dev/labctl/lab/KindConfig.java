package dev.labctl.lab;

import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that a lab asks kind for.
 *
 * @param file where it stands
 * @param text the file as it is
 * @param tree the same, as kind reads it
 * @param hostPorts ports of the machine that the cluster takes
 */
public record KindConfig(
        Path file,
        String text,
        Map<String, Object> tree,
        List<Node> nodes,
        IpFamily ipFamily,
        boolean kubeProxy,
        Optional<String> podSubnet,
        Optional<String> serviceSubnet,
        Optional<String> apiServerAddress,
        List<Integer> hostPorts) {
    /** {@code networking.ipFamily}. */
    public enum IpFamily {
        IPV4,
        IPV6,
        DUAL;

        /** As kind spells it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** One node; {@code role} is {@code control-plane} or {@code worker}. */
    public record Node(String role, Map<String, String> labels) {}

    public KindConfig {
        nodes = List.copyOf(nodes);
        hostPorts = List.copyOf(hostPorts);
    }

    /**
     * The configuration as kind gets it on this machine. Docker on macOS and Windows runs in a virtual machine that
     * forwards ports over IPv4 alone, so an IPv6 cluster's API server must listen on 127.0.0.1 there (kind docs,
     * "IPv6 clusters"); on Linux the file goes to kind as it is.
     */
    public Map<String, Object> forMachine(boolean linux) {
        if (linux || ipFamily != IpFamily.IPV6 || apiServerAddress.isPresent()) {
            return tree;
        }
        Map<String, Object> adapted = new LinkedHashMap<>(tree);
        Map<String, Object> networking = new LinkedHashMap<>(Tree.map(tree, "networking"));
        networking.put("apiServerAddress", "127.0.0.1");
        adapted.put("networking", networking);
        return adapted;
    }
}
