package dev.labctl.json;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** JSON text as trees of maps, lists and scalars, and back; whole numbers are read as {@link Long}. */
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** A server's own text has no such faults, and looking for them takes time. */
    private static final JsonFactory LENIENT = JsonFactory.builder().build();

    /** A list, its items, an item, its metadata, specification and status are hardly ever equal to another. */
    private static final int UNIQUE = 4;

    private Json() {}

    /** JSON that cannot be read, or a stream that cannot be written. */
    public static final class UncheckedJsonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UncheckedJsonException(JacksonException cause) {
            super(cause.getOriginalMessage(), cause);
        }

        UncheckedJsonException(String message) {
            super(message);
        }
    }

    /**
     * Reads one document.
     *
     * @param in UTF-8; read to its end and closed
     * @throws UncheckedJsonException if it is not exactly one JSON object, has a duplicate key, or cannot be read
     */
    public static Map<String, Object> read(InputStream in) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UncheckedJsonException("it does not start with an object");
            }
            Map<String, Object> tree = object(parser, Shared.NOTHING, 0);
            if (parser.nextToken() != null) {
                throw new UncheckedJsonException("there is more text after its object");
            }
            return tree;
        } catch (JacksonException e) {
            throw new UncheckedJsonException(e);
        }
    }

    /**
     * Reads one object of a server into a tree without what takes most of its room: parts that are equal are one and the same,
     * and entries of some names are left out wherever they are.
     *
     * @param text one JSON object
     * @param pool the parts that were read before; one for all texts whose parts are alike
     * @throws UncheckedJsonException if it is not a JSON object
     */
    public static Map<String, Object> readShared(String text, Map<Object, Object> pool, Set<String> without) {
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UncheckedJsonException("it does not start with an object");
            }
            return object(parser, new Shared(true, pool, without), 0);
        } catch (JacksonException e) {
            throw new UncheckedJsonException(e);
        }
    }

    /**
     * The entries of an object that come before its first list: of a list of the API server its metadata, at no cost.
     *
     * @throws UncheckedJsonException if it is not a JSON object up to there
     */
    public static Map<String, Object> head(String text) {
        Map<String, Object> head = new LinkedHashMap<>();
        try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UncheckedJsonException("it does not start with an object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    break;
                }
                head.put(name, value(parser, Shared.NOTHING, 1));
            }
            return head;
        } catch (JacksonException e) {
            throw new UncheckedJsonException(e);
        }
    }

    /** What becomes of the parts of a tree. */
    private record Shared(boolean used, Map<Object, Object> pool, Set<String> without) {
        static final Shared NOTHING = new Shared(false, Map.of(), Set.of());

        private Object part(Object value, int depth) {
            if (!used || depth < UNIQUE) {
                return value;
            }
            Object before = pool.putIfAbsent(value, value);
            return before == null ? value : before;
        }
    }

    private static Map<String, Object> object(JsonParser parser, Shared shared, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (shared.without().contains(name)) {
                parser.skipChildren();
            } else {
                map.put(name, value(parser, shared, depth + 1));
            }
        }
        return map;
    }

    private static Object value(JsonParser parser, Shared shared, int depth) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> shared.part(object(parser, shared, depth), depth);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, shared, depth + 1));
                }
                yield shared.part(list, depth);
            }
            case VALUE_STRING -> shared.part(parser.getString(), UNIQUE);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** Indented text that ends with a line break. */
    public static String write(Map<String, Object> tree) {
        StringWriter text = new StringWriter();
        ObjectWriteContext pretty = new ObjectWriteContext.Base() {
            @Override
            public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }

            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }
        };
        try (JsonGenerator generator = new JsonFactory().createGenerator(pretty, text)) {
            put(tree, generator);
        }
        return text + "\n";
    }

    /**
     * Writes UTF-8 without white space to a stream, without holding the complete text in memory. Does not close the stream.
     *
     * @throws UncheckedJsonException if the stream cannot be written
     */
    public static void write(Map<String, Object> tree, OutputStream out) {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            put(tree, generator);
        } catch (JacksonException e) {
            throw new UncheckedJsonException(e);
        }
    }

    private static void put(Object value, JsonGenerator generator) {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            map.forEach((key, child) -> {
                generator.writeName(String.valueOf(key));
                put(child, generator);
            });
            generator.writeEndObject();
        } else if (value instanceof Collection<?> list) {
            generator.writeStartArray();
            list.forEach(child -> put(child, generator));
            generator.writeEndArray();
        } else if (value == null) {
            generator.writeNull();
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.doubleValue());
        } else {
            generator.writeString(String.valueOf(value));
        }
    }
}
