package dev.labctl.output;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.LabRef;
import dev.labctl.output.ReportWriter.Format;
import dev.labctl.output.text.Printable;
import dev.labctl.output.text.Style;
import dev.labctl.report.LabList;
import dev.labctl.report.Report;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports of every kind, whole, in every format: what scripts and readers rely on. */
class ReportWriterTest {
    private static final Style COLOURED = new Style(true, true, true, 80);
    private static final Style UNCOLOURED = new Style(false, true, true, 80);

    /** What a report looks like on both streams. */
    private record Written(String out, String err) {}

    private static Written write(Report report, Format format, Style outStyle, Style errStyle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        new ReportWriter(utf8(out), utf8(err), outStyle, errStyle).write(report, format);
        return new Written(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private static Written plain(String name, Format format) {
        return write(Reports.all().get(name), format, Style.PLAIN, Style.PLAIN);
    }

    static Stream<String> reports() {
        return Reports.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void isAsItAlwaysWas(String name) {
        StringBuilder all = new StringBuilder();
        for (Format format : Format.values()) {
            all.append("--- stdout, ")
                    .append(format.name().toLowerCase(Locale.ROOT))
                    .append('\n');
            all.append(plain(name, format).out());
        }
        all.append("--- stderr\n").append(plain(name, Format.TEXT).err());

        assertGolden("report/" + name + ".txt", all.toString());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void standardErrorDoesNotDependOnTheFormat(String name) {
        String err = plain(name, Format.TEXT).err();

        assertThat(plain(name, Format.JSON).err()).isEqualTo(err);
        assertThat(plain(name, Format.YAML).err()).isEqualTo(err);
    }

    /** One content, whoever reads it. */
    @ParameterizedTest
    @MethodSource("reports")
    void jsonAndYamlSayTheSame(String name) {
        JsonNode json = JsonMapper.shared().readTree(plain(name, Format.JSON).out());
        Object yaml = YamlReader.read(
                        Path.of("report.yaml"), plain(name, Format.YAML).out(), new Problems())
                .get(0)
                .tree();

        // 3.0 is the same number as 3, and is read as a whole one.
        assertThat(JsonMapper.shared().<JsonNode>valueToTree(yaml))
                .hasToString(json.toString().replaceAll("(?<=[\\[:,])(-?[0-9]+)\\.0(?=[,}\\]])", "$1"));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void whatProgramsReadHasNoColours(String name) {
        Report report = Reports.all().get(name);

        for (Format format : new Format[] {Format.JSON, Format.YAML}) {
            assertThat(write(report, format, COLOURED, COLOURED).out())
                    .isEqualTo(plain(name, format).out());
        }
    }

    /** Nothing is told by colour alone. */
    @ParameterizedTest
    @MethodSource("reports")
    void withoutItsColoursTheTextIsTheSame(String name) {
        Report report = Reports.all().get(name);
        Written coloured = write(report, Format.TEXT, COLOURED, COLOURED);
        Written uncoloured = write(report, Format.TEXT, UNCOLOURED, UNCOLOURED);

        assertThat(coloured.out().replaceAll("\u001B\\[[0-9]+m", "").lines().map(String::stripTrailing))
                .isEqualTo(uncoloured.out().lines().toList());
        assertThat(coloured.err().replaceAll("\u001B\\[[0-9]+m", "")).isEqualTo(uncoloured.err());
    }

    /** What a lab, a cluster or a tool wrote must not act on the reader's terminal, nor on what shows a file. */
    @Test
    void controlCharactersOfOthersAreNotWritten() {
        String title = "a\u001b[31mred\u0007\u202e\u009b1m";
        LabList labs = new LabList("/book/chapters", List.of(new LabList.Entry(LabRef.of("chapter04"), title)));
        Failure failure =
                Failure.of(Reason.LAB_INVALID, "of " + title, "see " + title).withDetails(List.of(title));
        Report report = Report.of("list", Optional.empty(), labs).withFailure(Optional.of(failure));

        Written coloured = write(report, Format.TEXT, COLOURED, Style.PLAIN);
        assertThat(coloured.out()).contains("ared??\n").doesNotContain("\u001b");
        assertThat(coloured.err()).isEqualTo("error: LAB_INVALID: of ared??\n  ared??\nnext: see ared??\n");
        String json = write(report, Format.JSON, COLOURED, Style.PLAIN).out();
        String yaml = write(report, Format.YAML, COLOURED, Style.PLAIN).out();
        for (String document : List.of(json, yaml)) {
            assertThat(Printable.is(document)).as(document).isTrue();
            assertThat(JsonMapper.shared()
                            .<JsonNode>valueToTree(YamlReader.values(document).get(0))
                            .at("/labs/0/title")
                            .stringValue())
                    .isEqualTo(title);
        }
    }

    @Test
    void eachStreamHasItsOwnColours() {
        Report report = Reports.all().get("doctor-failed");

        Written outOnly = write(report, Format.TEXT, COLOURED, Style.PLAIN);
        assertThat(outOnly.out()).contains("\u001B[32mok     \u001B[0m").contains("\u001B[31merror  \u001B[0m");
        assertThat(outOnly.err()).isEqualTo(plain("doctor-failed", Format.TEXT).err());
        Written errOnly = write(report, Format.TEXT, Style.PLAIN, COLOURED);
        assertThat(errOnly.out()).isEqualTo(plain("doctor-failed", Format.TEXT).out());
        assertThat(errOnly.err()).startsWith("\u001B[31merror: TOOL_MISSING\u001B[0m: kind is not on the PATH\n");
    }
}
