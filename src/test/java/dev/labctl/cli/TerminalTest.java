package dev.labctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console.Ended;
import dev.labctl.json.Json;
import dev.labctl.output.ReportSchema;
import dev.labctl.output.text.Style;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What objects, files and tools say never acts on the reader's terminal, on either stream and in any format. */
class TerminalTest {
    /** A title, a link, the clipboard, a device's string, a screen, colours, over-printing, bells, and reversed text. */
    private static final List<String> HOSTILE = List.of(
            "\u001b]0;owned\u0007",
            "\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\",
            "\u001b]52;c;b3duZWQ=\u0007",
            "\u001bP+q544e\u001b\\",
            "\u001b[?1049h\u001b[2J\u001b[H",
            "\u009b31m",
            "\u009d0;owned\u009c",
            "good\b\b\b\bevil",
            "good\revil",
            "\u001bc",
            "\u0007",
            "\u202etxt.exe");

    /** All that a terminal obeys, but for line breaks and tabs. */
    private static final Pattern RAW =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]");

    /** labctl's own colours and lines that are drawn over. */
    private static final Pattern OWN = Pattern.compile("\u001b\\[[0-9;]*m|\r?\u001b\\[[KJH]|\u001b\\[2J");

    @TempDir
    Path folder;

    private Console labctl;

    @BeforeEach
    void machine() {
        labctl = new Console(folder);
    }

    private Ended run(String line) {
        Ended ended = labctl.run(line.split(" ", -1));
        boolean own = labctl.style.colour() || labctl.style.live();
        for (String text : List.of(ended.out(), ended.err())) {
            String foreign = own ? OWN.matcher(text).replaceAll("") : text;
            assertThat(RAW.matcher(foreign).find())
                    .as(line + ": " + Json.write(Map.of("text", foreign)))
                    .isFalse();
        }
        if (line.contains("json")) {
            assertThat(ReportSchema.problems(ended.out())).isEmpty();
        }
        return ended;
    }

    private void runInAllWays(String line) {
        run(line + " -v");
        run(line + " -o json");
        labctl.style = new Style(true, true, true, 80);
        run(line + " -v");
        labctl.style = Style.PLAIN;
    }

    static List<String> hostile() {
        return HOSTILE;
    }

    /** {@code status --all} shows what kind says on standard output. */
    @ParameterizedTest
    @MethodSource("hostile")
    void whatToolsSayIsShownWithoutItsSequences(String hostile) {
        labctl.runner
                .fails("kind get clusters", "ERROR: failed " + hostile + "to list\n")
                .fails("kind version", hostile + "\n")
                .fails("docker info", "Cannot connect " + hostile + "\n")
                .fails("cilium", hostile + "\n");
        for (String line : List.of("status --all", "up chapter04 -u cluster-scope", "down", "doctor")) {
            runInAllWays(line);
        }
    }

    @Test
    void whatIsRecordedOfAClusterIsShownWithoutItsSequences() throws IOException {
        String hostile = String.join("", HOSTILE);
        Path recorded = Path.of("src/test/resources/recorded/observations/workload-troubles.json");
        try (InputStream in = Files.newInputStream(recorded)) {
            bundle(map(Json.read(in), text -> hostile(text, hostile)));
        }
        for (String line : List.of(
                "status --from bundle.zip",
                "explain --from bundle.zip",
                "ipam --from bundle.zip --html map.html --svg map.svg")) {
            runInAllWays(line);
        }
        for (String file : List.of("map.html", "map.svg")) {
            assertThat(RAW.matcher(Files.readString(folder.resolve(file))).find())
                    .isFalse();
        }
    }

    /** Messages, reasons and annotations have spaces or capitals; what refers to other objects stays. */
    private static String hostile(String text, String hostile) {
        return text.contains(" ") || text.matches("[A-Z][a-z]+[A-Z]\\w*") ? text + hostile : text;
    }

    private static Map<String, Object> map(Map<?, ?> tree, UnaryOperator<String> change) {
        Map<String, Object> copy = new LinkedHashMap<>();
        tree.forEach((key, value) -> copy.put(
                String.valueOf(key),
                List.of("kind", "type").contains(String.valueOf(key)) ? value : any(value, change)));
        return copy;
    }

    private static Object any(Object value, UnaryOperator<String> change) {
        if (value instanceof Map<?, ?> map) {
            return map(map, change);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> any(item, change)).toList();
        }
        return value instanceof String text ? change.apply(text) : value;
    }

    private void bundle(Map<String, Object> observation) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bundle.zip")))) {
            zip.putNextEntry(new ZipEntry("observation.json"));
            zip.write(Json.write(observation).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    /** Of the annotations, names and titles of a lab's files, and of the arguments. */
    @ParameterizedTest
    @ValueSource(strings = {"lab.yaml", "values.yaml", "manifests/10-one.yaml", "README.md"})
    void whatAFileSaysIsShownWithoutItsSequences(String file) throws IOException {
        String hostile = String.join("", HOSTILE);
        StringBuilder escaped = new StringBuilder();
        hostile.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        String text = Map.of(
                        "lab.yaml", "title: \"%s\"\nsummary: \"%s\"\n",
                        "values.yaml", "ipam: {mode: \"%s\"}\n\"%s\": x\n",
                        "manifests/10-one.yaml",
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: one, annotations: {a: \"%s\"}}, data: {\"%s\": x}}\n",
                        "README.md", "%s%s")
                .get(file)
                .replace("%s", escaped);
        labctl.chapters.file("chapter04/cluster-scope/" + file, text);
        for (String line : List.of("list", "show chapter04 -u cluster-scope", "plan chapter04 -u cluster-scope")) {
            runInAllWays(line);
        }
        run("run chapter04 -u cluster-scope --rehearse");
        run("status");
        run("show chapter04 -u " + hostile);
        run("status --cluster " + hostile.replace(' ', '_'));
        run("--" + hostile);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .allMatch(name -> !RAW.matcher(name).find());
        }
    }
}
