package dev.labctl.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an object, or a list of objects, from one YAML document of any length, as clients of Kubernetes write it: in block
 * style, with sorted keys. Each object is built while its text is read, so that the text is never held, and without {@code
 * metadata.managedFields}, which are half of a list of pods.
 */
public final class ObjectStream {
    private static final int MAX_DEPTH = 100;

    private final Lines lines;
    private final BlockScalars scalars;
    private final Shapes shapes = new Shapes();
    private final List<Map<String, Object>> items = new ArrayList<>();

    private ObjectStream(Lines lines, long maxValues) {
        this.lines = lines;
        this.scalars = new BlockScalars(lines, maxValues);
    }

    /**
     * What was read.
     *
     * @param objects of which each can be changed, but not what lies below its first keys
     * @param defect why there may be more objects than these; empty where all were read
     * @param values the scalars in them
     */
    public record Objects(List<Map<String, Object>> objects, Optional<String> defect, long values) {}

    /** What is not YAML as it is expected here. */
    static final class DefectException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DefectException(String message) {
            super(message);
        }
    }

    /**
     * Reads a document to its end, or to its first defect.
     *
     * @param in UTF-8; the caller closes it
     * @param maxValues more scalars than these are a defect
     * @throws IOException if the stream cannot be read, or has a line of many MiB
     */
    public static Objects read(InputStream in, long maxValues) throws IOException {
        Lines lines = new Lines(new InputStreamReader(in, StandardCharsets.UTF_8));
        ObjectStream stream = new ObjectStream(lines, maxValues);
        try {
            return stream.document();
        } catch (DefectException e) {
            return stream.upTo("line " + lines.number() + ": " + e.getMessage());
        }
    }

    private Objects upTo(String defect) {
        return new Objects(List.copyOf(items), Optional.of(defect), scalars.count());
    }

    private Objects document() throws IOException {
        lines.nextContent();
        if (lines.ended()) {
            return upTo("it is empty");
        }
        int indent = lines.indent();
        Map<String, Object> object = new LinkedHashMap<>();
        while (lines.isAt(indent) && !lines.isDash()) {
            String key = key();
            String rest = lines.from(lines.column());
            if (key.equals("items") && rest.isEmpty()) {
                items(indent);
            } else {
                object.put(key, value(rest, indent, key, 1));
            }
        }
        if (!lines.ended()) {
            throw new DefectException("its indentation fits nothing above");
        }
        // The keys are sorted, so that a text that was cut off has lost its kind.
        if (object.containsKey("kind")) {
            boolean list = String.valueOf(object.get("kind")).endsWith("List");
            return new Objects(list ? List.copyOf(items) : List.of(object), Optional.empty(), scalars.count());
        }
        if (!items.isEmpty()) {
            items.remove(items.size() - 1);
        }
        return upTo("its end is missing");
    }

    @SuppressWarnings("unchecked") // the maps that are built here have no other keys
    private void items(int indent) throws IOException {
        lines.nextContent();
        int column = lines.indent();
        while (column >= indent && lines.isAt(column) && lines.isDash()) {
            if (entry(1) instanceof Map<?, ?> item) {
                items.add((Map<String, Object>) item);
            }
        }
    }

    /** The key of the present line; its value begins at the line's column. */
    private String key() {
        int end = lines.keyEnd();
        if (end < 0) {
            throw new DefectException("there is no key");
        }
        String key = lines.between(lines.indent(), end);
        boolean quoted = key.startsWith("\"") || key.startsWith("'");
        lines.moveTo(end + 1);
        return scalars.shared(quoted ? key.substring(1, key.length() - 1) : key);
    }

    private Map<String, Object> mapping(String name, int depth) throws IOException {
        int indent = lines.indent();
        List<String> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        while (lines.isAt(indent) && !lines.isDash()) {
            String key = key();
            String rest = lines.from(lines.column());
            if (key.equals("managedFields") && name.equals("metadata")) {
                skip(indent);
            } else {
                keys.add(key);
                values.add(value(rest, indent, key, depth + 1));
            }
        }
        return depth > 1 ? shapes.map(keys, values) : Shapes.open(keys, values);
    }

    /** Goes on to the next key. */
    private void skip(int indent) throws IOException {
        do {
            lines.next();
        } while (lines.indent() > indent || (lines.isAt(indent) && lines.isDash()) || lines.isBlank());
        lines.toContent();
    }

    private List<Object> sequence(int depth) throws IOException {
        int indent = lines.indent();
        List<Object> list = new ArrayList<>(4);
        while (lines.isAt(indent) && lines.isDash()) {
            list.add(entry(depth + 1));
        }
        return list;
    }

    /** What follows a dash. */
    private Object entry(int depth) throws IOException {
        int indent = lines.indent();
        lines.passDash();
        if (lines.isBlank()) {
            lines.nextContent();
            return lines.indent() > indent ? block("", depth) : null;
        }
        return lines.isDash() || lines.keyEnd() >= 0
                ? block("", depth)
                : scalars.read(lines.from(lines.indent()), indent);
    }

    /**
     * The value of a key.
     *
     * @param rest what follows the key on its line
     * @param indent of the key
     */
    private Object value(String rest, int indent, String key, int depth) throws IOException {
        if (!rest.isEmpty()) {
            return scalars.read(rest, indent);
        }
        lines.nextContent();
        boolean deeper = lines.indent() > indent;
        return deeper || (lines.isAt(indent) && lines.isDash()) ? block(key, depth) : null;
    }

    /** A mapping or sequence that begins on the present line. */
    private Object block(String name, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new DefectException("values are nested more than " + MAX_DEPTH + " deep");
        }
        if (lines.isDash()) {
            return sequence(depth);
        }
        return lines.keyEnd() >= 0
                ? mapping(name, depth)
                : scalars.read(lines.from(lines.indent()), lines.indent() - 1);
    }
}
