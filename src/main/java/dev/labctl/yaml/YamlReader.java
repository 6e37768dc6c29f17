package dev.labctl.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML text into documents. No types are constructed from tags, and the size, the depth and the number of values after
 * alias expansion are limited, so that a hostile file costs no more than a small one.
 */
public final class YamlReader {
    /** The size limit of a file in bytes. The bundle of the Gateway API's CRDs, which Cilium needs for them, has 1.2 MB. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;

    private YamlReader() {}

    /**
     * The documents of a text in order, without empty ones. Adds a problem for what cannot be read, and returns the documents
     * before it.
     */
    public static List<YamlNode> read(Path file, String text, Dialect dialect, Problems problems) {
        List<YamlNode> documents = new ArrayList<>();
        try {
            for (Node node : yaml().composeAll(new java.io.StringReader(text))) {
                YamlNode document = new NodeConverter(file, dialect, problems).convert(node);
                if (!(document instanceof YamlNode.Scalar scalar) || scalar.value() != null) {
                    documents.add(document);
                }
            }
        } catch (MarkedYAMLException e) {
            problems.add(position(file, e.getProblemMark()), "not valid YAML: " + sentence(e));
        } catch (YAMLException e) {
            problems.add(file, "not valid YAML: " + firstLine(e.getMessage()));
        }
        return documents;
    }

    /** The same of a text in Kubernetes' dialect. */
    public static List<YamlNode> read(Path file, String text, Problems problems) {
        return read(file, text, Dialect.KUBERNETES, problems);
    }

    /** The values of the documents of a text that is no file of a lab; what cannot be read is left out. */
    public static List<Object> values(String text) {
        return read(Path.of(""), text, new Problems()).stream()
                .map(YamlNode::tree)
                .toList();
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        return new Yaml(new SafeConstructor(options));
    }

    static Position position(Path file, Mark mark) {
        return mark == null ? new Position(file, 0, 0) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Names no alias: it may be a password that begins with an asterisk. */
    private static String sentence(MarkedYAMLException e) {
        if (firstLine(e.getProblem()).startsWith("found undefined alias")) {
            return "there is no anchor of that name; quote a text that begins with *";
        }
        String context = e.getContext() == null ? "" : e.getContext().strip() + ", ";
        return context + firstLine(e.getProblem());
    }

    private static String firstLine(String message) {
        return message == null
                ? "no reason given"
                : message.lines().findFirst().orElse("no reason given").strip();
    }
}
