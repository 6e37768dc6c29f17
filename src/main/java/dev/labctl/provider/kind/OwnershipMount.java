package dev.labctl.provider.kind;

import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a node's container, from the moment when the engine creates it, that labctl began the cluster, and which process: a
 * mount of {@code /dev/null} whose target is the message. A file can be copied into a container only once it is there, and kind
 * sets no labels that its configuration could choose.
 */
record OwnershipMount(Identity creator) {
    private static final String NODES = "nodes";
    private static final String MOUNTS = "extraMounts";

    /** Process id, milliseconds since 1970 of its start or nothing, and the name of its machine in hexadecimal UTF-8. */
    private static final Pattern TARGET =
            Pattern.compile("/kind/labctl-([0-9]{1,18})-([0-9]{0,18})-((?:[0-9a-f]{2})*)");

    String target() {
        return "/kind/labctl-" + creator.pid() + "-"
                + creator.started()
                        .map(Instant::toEpochMilli)
                        .map(Object::toString)
                        .orElse("") + "-"
                + HexFormat.of().formatHex(creator.host().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the target of a mount back; empty if it is another mount. */
    static Optional<OwnershipMount> read(String target) {
        Matcher parts = TARGET.matcher(target);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<Instant> started = Optional.of(parts.group(2))
                .filter(text -> !text.isEmpty())
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
        String host = new String(HexFormat.of().parseHex(parts.group(3)), StandardCharsets.UTF_8);
        return Optional.of(new OwnershipMount(new Identity(host, Long.parseLong(parts.group(1)), started)));
    }

    /** The configuration of a cluster, with the mount on every node: whichever is left says whose it was. */
    Map<String, Object> in(Map<String, Object> config) {
        List<Object> nodes = new ArrayList<>();
        for (Object node : nodes(config)) {
            Map<String, Object> tree = new LinkedHashMap<>(Tree.map(node));
            List<Object> mounts = new ArrayList<>(Tree.list(tree, MOUNTS));
            mounts.add(Tree.of("hostPath", "/dev/null", "containerPath", target(), "readOnly", true));
            tree.put(MOUNTS, mounts);
            nodes.add(tree);
        }
        return Tree.with(config, nodes, NODES);
    }

    /** Without nodes kind creates one control plane, and a node without fields is one (kind {@code v1alpha4/default.go}). */
    private static List<Object> nodes(Map<String, Object> config) {
        List<Object> nodes = Tree.list(config, NODES);
        return nodes.isEmpty() ? List.of(Map.of()) : nodes;
    }
}
