package dev.labctl.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Converts SnakeYAML's graph of one document to a tree of {@link YamlNode}s. */
final class NodeConverter {
    /** Aliases expand to copies: 50 of them can represent millions of values. */
    private static final int MAX_COPIES = 50_000;

    private final Path file;
    private final Dialect dialect;
    private final Problems problems;
    private final ScalarConverter scalars;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> anchored = Collections.newSetFromMap(new IdentityHashMap<>());

    /** How many of the nodes around the present one are copies of what an anchor names. */
    private int copying;

    private int copies;
    private boolean tooMany;

    NodeConverter(Path file, Dialect dialect, Problems problems) {
        this.file = file;
        this.dialect = dialect;
        this.problems = problems;
        this.scalars = new ScalarConverter(dialect, problems);
    }

    YamlNode convert(Node node) {
        if (node.getAnchor() == null) {
            return counted(node);
        }
        Position position = position(node);
        if (!open.add(node)) {
            problems.add(position, "an alias that contains itself");
            return nothing(position);
        }
        int copy = anchored.add(node) ? 0 : 1;
        copying += copy;
        try {
            return counted(node);
        } finally {
            copying -= copy;
            open.remove(node);
        }
    }

    private YamlNode counted(Node node) {
        Position position = position(node);
        if (copying > 0 && ++copies > MAX_COPIES) {
            if (!tooMany) {
                tooMany = true;
                problems.add(file, "more than " + MAX_COPIES + " values after its aliases are expanded");
            }
            return nothing(position);
        }
        return switch (node.getNodeId()) {
            case scalar -> scalars.value((ScalarNode) node, position);
            case sequence -> sequence((SequenceNode) node, position);
            case mapping -> mapping((MappingNode) node, position);
            case anchor -> throw new IllegalStateException("the composer resolves anchors");
        };
    }

    private YamlNode sequence(SequenceNode node, Position position) {
        onlyTag(node, Tag.SEQ, position);
        List<YamlNode> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(convert(item));
            if (tooMany) {
                break;
            }
        }
        return new YamlNode.Sequence(position, items);
    }

    private YamlNode mapping(MappingNode node, Position position) {
        onlyTag(node, Tag.MAP, position);
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        Map<String, Position> written = new HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Position at = position(tuple.getKeyNode());
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), entries, written.keySet());
                continue;
            }
            String key = key(tuple.getKeyNode(), at);
            Position before = written.putIfAbsent(key, at);
            if (before == null) {
                entries.put(key, new YamlNode.Entry(at, convert(tuple.getValueNode())));
            } else {
                problems.add(at, "the key `" + key + "` is already in line " + before.line());
            }
            if (tooMany) {
                break;
            }
        }
        return new YamlNode.Mapping(position, entries);
    }

    /**
     * Takes the keys of the mappings that {@code <<} names; of several, those of the first count. Keys of the mapping itself
     * that come after it always count more, those before it in all dialects but Kubernetes' (go-yaml v2 {@code decode.go}).
     */
    private void merge(Node value, Map<String, YamlNode.Entry> entries, Set<String> written) {
        List<Node> sources =
                value instanceof SequenceNode list ? new ArrayList<>(list.getValue()) : new ArrayList<>(List.of(value));
        Collections.reverse(sources);
        for (Node source : sources) {
            if (convert(source) instanceof YamlNode.Mapping mapping) {
                mapping.entries().forEach((key, entry) -> {
                    if (dialect == Dialect.KUBERNETES || !written.contains(key)) {
                        entries.put(key, entry);
                    }
                });
            } else {
                problems.add(position(source), "`<<` takes a mapping, or a list of mappings");
            }
        }
    }

    private String key(Node node, Position position) {
        if (node instanceof ScalarNode scalar) {
            return scalars.key(scalar, position);
        }
        problems.add(position, "a key must be text, not " + (node instanceof MappingNode ? "a mapping" : "a list"));
        return "?" + position.line() + ":" + position.column();
    }

    private void onlyTag(Node node, Tag expected, Position position) {
        if (!node.getTag().equals(expected)) {
            problems.add(position, ScalarConverter.unsupported(node.getTag()));
        }
    }

    private Position position(Node node) {
        return YamlReader.position(file, node.getStartMark());
    }

    private static YamlNode nothing(Position position) {
        return new YamlNode.Scalar(position, null, "");
    }
}
