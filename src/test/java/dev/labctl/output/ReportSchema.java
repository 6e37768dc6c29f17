package dev.labctl.output;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published contract of {@code -o json}, for every test that has a document at hand. */
public final class ReportSchema {
    private static final String TEXT = text();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT);

    private ReportSchema() {}

    private static String text() {
        try (var in = ReportWriter.class.getResourceAsStream("report.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In what a document breaks the contract; nothing where it keeps it. */
    public static List<String> problems(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** The words of an {@code enum} at a place of the schema. */
    public static List<String> words(String pointer) {
        JsonNode words = JsonMapper.shared().readTree(TEXT).at(pointer);
        return words.valueStream().map(JsonNode::stringValue).toList();
    }
}
