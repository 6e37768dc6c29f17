package dev.labctl.provider.kind;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.provider.HaltedNodes.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The containers of a cluster's nodes, by name, with their status in the container engine's words. */
record NodeContainers(Map<String, String> status) {
    /** Docker has {@code Up 5 minutes (Paused)}, podman and nerdctl {@code Paused}. */
    private static final String PAUSED = "Paused";

    private static final String RUNNING = "Up";

    NodeContainers {
        status = Map.copyOf(status);
    }

    /** Reads lines of a name and a status. */
    static NodeContainers parse(List<String> lines) {
        Map<String, String> status = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split("\\s+", 2);
            status.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return new NodeContainers(status);
    }

    /** Whether an API server may answer. */
    boolean controlPlaneRuns(ClusterName cluster) {
        return status.entrySet().stream()
                .anyMatch(container -> container.getKey().startsWith(cluster.controlPlane())
                        && condition(container.getValue()).isEmpty());
    }

    private static Optional<Condition> condition(String status) {
        if (status.contains(PAUSED)) {
            return Optional.of(Condition.PAUSED);
        }
        return status.startsWith(RUNNING) ? Optional.empty() : Optional.of(Condition.STOPPED);
    }

    /**
     * The nodes that do not run.
     *
     * @param known the names of nodes that the cluster is known to have; those that kind did not name are left out
     */
    HaltedNodes halted(ClusterName cluster, Collection<String> known, KindEquivalents commands) {
        List<Node> nodes = new ArrayList<>();
        new TreeMap<>(status).forEach((name, words) -> condition(words)
                .map(condition -> new Node(name, condition))
                .ifPresent(nodes::add));
        Pattern ofKind = Pattern.compile(Pattern.quote(cluster.value()) + "-(control-plane|worker)\\d*");
        known.stream()
                .filter(name -> ofKind.matcher(name).matches() && !status.containsKey(name))
                .sorted()
                .map(name -> new Node(name, Condition.GONE))
                .forEach(nodes::add);
        HaltedNodes halted = new HaltedNodes(nodes, List.of());
        return new HaltedNodes(nodes, commands.start(halted));
    }
}
