package dev.labctl.json;

import java.io.OutputStream;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A tree of maps, lists and scalars as JSON text. */
public final class JsonWriter {
    private JsonWriter() {}

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
        } catch (tools.jackson.core.JacksonException e) {
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
