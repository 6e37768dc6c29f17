package dev.labctl.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Converts SnakeYAML's graph of one document to a tree of {@link YamlNode}s. */
final class NodeConverter {
    /** Aliases expand to copies: 50 of them can represent millions of values. */
    private static final int MAX_NODES = 50_000;

    private static final Resolver RESOLVER = new Resolver();

    private final Path file;
    private final Problems problems;
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;
    private boolean tooMany;

    NodeConverter(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    YamlNode convert(Node node) {
        Position position = YamlReader.position(file, node.getStartMark());
        if (++nodes > MAX_NODES) {
            if (!tooMany) {
                tooMany = true;
                problems.add(file, "more than " + MAX_NODES + " values after its aliases are expanded");
            }
            return new YamlNode.Scalar(position, null);
        }
        if (!open.add(node)) {
            problems.add(position, "an alias that contains itself");
            return new YamlNode.Scalar(position, null);
        }
        try {
            return switch (node.getNodeId()) {
                case scalar -> scalar((ScalarNode) node, position);
                case sequence -> sequence((SequenceNode) node, position);
                case mapping -> mapping((MappingNode) node, position);
                case anchor -> throw new IllegalStateException("the composer resolves anchors");
            };
        } finally {
            open.remove(node);
        }
    }

    private YamlNode scalar(ScalarNode node, Position position) {
        if (!node.isPlain() || !node.getTag().equals(RESOLVER.resolve(NodeId.scalar, node.getValue(), true))) {
            onlyTag(node, Tag.STR, position);
            return new YamlNode.Scalar(position, node.getValue());
        }
        PlainScalars.ambiguity(node.getValue()).ifPresent(message -> problems.add(position, message));
        return new YamlNode.Scalar(position, PlainScalars.kubernetes(node.getValue()));
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
        for (NodeTuple tuple : node.getValue()) {
            Position at = YamlReader.position(file, tuple.getKeyNode().getStartMark());
            String key = key(tuple.getKeyNode(), at);
            YamlNode.Entry before = entries.get(key);
            if (before == null) {
                entries.put(key, new YamlNode.Entry(at, convert(tuple.getValueNode())));
            } else {
                problems.add(
                        at,
                        "the key `" + key + "` is already in line "
                                + before.key().line());
            }
            if (tooMany) {
                break;
            }
        }
        return new YamlNode.Mapping(position, entries);
    }

    private String key(Node node, Position position) {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(position, "a key must be text, not " + (node instanceof MappingNode ? "a mapping" : "a list"));
            return "?" + position.line() + ":" + position.column();
        }
        if (scalar.getTag().equals(Tag.MERGE)) {
            problems.add(position, "merge keys (`<<`) are not supported: write the keys out");
        } else if (scalar.isPlain() && !(PlainScalars.kubernetes(scalar.getValue()) instanceof String)) {
            problems.add(position, "the key `" + scalar.getValue() + "` is not text to Kubernetes: quote it");
        }
        return scalar.getValue();
    }

    private void onlyTag(Node node, Tag expected, Position position) {
        if (!node.getTag().equals(expected)) {
            problems.add(position, "the tag " + node.getTag() + " is not supported: remove it");
        }
    }
}
