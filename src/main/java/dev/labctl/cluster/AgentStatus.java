package dev.labctl.cluster;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agent says of the addresses that it has allocated, in the texts of {@code cilium-dbg status --all-addresses} (or {@code
 * --verbose}) and {@code cilium-dbg endpoint list} (Cilium 1.14 to 1.18 {@code pkg/client/client.go}, {@code cilium-dbg/cmd/endpoint_list.go}).
 *
 * @param agent the name of its pod
 * @param allocations in the order of the text
 */
public record AgentStatus(String agent, List<Allocation> allocations) {
    private static final String HEADING = "Allocated addresses:";

    /** In a pool other than the default one, the address has the pool's name before it; a restored one a word behind it. */
    private static final Pattern LINE = Pattern.compile("  (?:\\S+/)?([0-9a-fA-F.:]+) \\(([^() \\[]+)[^()]*\\)");

    /** A line with the number of an endpoint; the lines below it go on with its labels. */
    private static final Pattern ENDPOINT = Pattern.compile("\\d+ .*");

    private static final Pattern SPACES = Pattern.compile(" +");

    /**
     * An address.
     *
     * @param owner {@code router}, {@code health}, {@code ingress} or {@code namespace/pod}
     */
    public record Allocation(String ip, String owner) {}

    public AgentStatus {
        allocations = List.copyOf(allocations);
    }

    /** Reads a status; without allocations where the text is none. */
    public static AgentStatus read(String agent, String status) {
        List<Allocation> found = status.lines()
                .dropWhile(line -> !line.startsWith(HEADING))
                .skip(1)
                .map(LINE::matcher)
                .takeWhile(Matcher::matches)
                .map(match -> new Allocation(match.group(1), match.group(2)))
                .toList();
        return new AgentStatus(agent, found);
    }

    /** The addresses of the agent's endpoints: each is in use, whether its pod is known or not. */
    public static Set<String> endpoints(String list) {
        return list.lines()
                .filter(line -> ENDPOINT.matcher(line).matches())
                .flatMap(SPACES::splitAsStream)
                .collect(Collectors.toSet());
    }

    public boolean isEmpty() {
        return allocations.isEmpty();
    }

    /**
     * The status as a part of the node's CiliumNode.
     *
     * @param endpoints the addresses of the agent's endpoints; empty where they were not collected
     */
    public Map<String, Object> tree(Optional<Set<String>> endpoints) {
        Stream<Map<String, Object>> entries = allocations.stream()
                .map(one -> Tree.of(
                        "ip",
                        one.ip(),
                        "owner",
                        one.owner(),
                        "endpoint",
                        endpoints.map(known -> known.contains(one.ip())).orElse(null)));
        return Tree.of("agent", agent, "allocations", entries.toList());
    }
}
