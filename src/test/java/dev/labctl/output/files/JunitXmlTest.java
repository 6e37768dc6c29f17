package dev.labctl.output.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.LabRef;
import dev.labctl.output.Verdicts;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Verdicts as CI servers read them. */
class JunitXmlTest {
    private static final Failure EXPECTATION =
            Failure.of(Reason.EXPECTATION_FAILED, "2 of 4 expectations do not hold", "Look again.");

    @TempDir
    Path folder;

    private static Report report(Optional<Failure> failure, Result result) {
        return new Report(
                "verify",
                Optional.of(LabRef.of("chapter04", "ipv4-ipv6-support/dual-stack")),
                Optional.of("cilium-book"),
                Optional.of(new Origin("kind", false)),
                failure,
                failure.isPresent() ? "" : "all hold",
                List.of(new StepReport("verify", StepOutcome.DONE, Duration.ofMillis(2_500), "")),
                result,
                List.of(),
                Optional.empty());
    }

    private static Report save(Report report, Path file) {
        return FileWriter.write(report, List.of(new OutputFile(OutputFile.Kind.JUNIT, file)), new Redaction(""));
    }

    private static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static Element first(Document document, String tag) {
        NodeList found = document.getElementsByTagName(tag);
        assertThat(found.getLength()).as(tag).isPositive();
        return (Element) found.item(0);
    }

    @Test
    void everyExpectationIsATestCase() throws Exception {
        Path file = folder.resolve("junit.xml");

        Report told = report(Optional.of(EXPECTATION), Verdicts.all());
        assertThat(save(told, file)).isSameAs(told);

        Document document = xml(file);
        Element suite = first(document, "testsuite");
        assertThat(suite.getAttribute("name")).isEqualTo("chapter04 ipv4-ipv6-support/dual-stack");
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(suite.getAttribute("time")).isEqualTo("2.5");
        NodeList cases = document.getElementsByTagName("testcase");
        assertThat(cases.getLength()).isEqualTo(4);
        assertThat(((Element) cases.item(3)).getAttribute("name"))
                .isEqualTo("The Service answers <by name> & address.");
        assertThat(((Element) cases.item(0)).getAttribute("classname"))
                .isEqualTo("chapter04.ipv4-ipv6-support/dual-stack");
        Element failure = first(document, "failure");
        assertThat(failure.getAttribute("type")).isEqualTo("broken");
        assertThat(failure.getAttribute("message"))
                .startsWith("expected: all run that are asked for")
                .contains("; seen: 4 of 10 run; 6 pods: no address");
        assertThat(failure.getTextContent()).startsWith("The node has four addresses");
        assertThat(first(document, "skipped").getAttribute("message")).startsWith("nothing runs in a rehearsal");
    }

    @Test
    void charactersThatXmlForbidsAreReplaced() throws Exception {
        Path file = folder.resolve("junit.xml");
        Failure failure =
                Failure.of(Reason.CLUSTER_MISSING, "a \u001B[31mred\u0000 \uD800 \uFFFE \uD83D\uDC1D <&\">", "");

        save(Report.failed("verify", Optional.empty(), Optional.empty(), failure), file);

        assertThat(first(xml(file), "error").getAttribute("message"))
                .isEqualTo("a \uFFFD[31mred\uFFFD \uFFFD \uFFFD \uD83D\uDC1D <&\">");
    }

    /** What an earlier run left there would be taken for the result of this one. */
    @Test
    void aReportWithoutVerdictsIsAnError() throws Exception {
        Path file = Files.writeString(folder.resolve("junit.xml"), "<testsuites tests=\"7\"/>");
        Failure missing = Failure.of(Reason.CLUSTER_MISSING, "there is no cluster cilium-book", "Make it.");

        save(Report.failed("verify", Optional.empty(), Optional.empty(), missing), file);

        Element error = first(xml(file), "error");
        assertThat(error.getAttribute("type")).isEqualTo("CLUSTER_MISSING");
        assertThat(error.getAttribute("message")).isEqualTo("there is no cluster cilium-book");
        assertThat(first(xml(file), "testsuite").getAttribute("errors")).isEqualTo("1");
    }

    @Test
    void aLabThatSaysNothingHasNoTests() throws Exception {
        Path file = folder.resolve("junit.xml");

        save(report(Optional.empty(), Result.NONE), file);

        assertThat(first(xml(file), "testsuite").getAttribute("tests")).isEqualTo("0");
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAndHidesNothing() throws IOException {
        Path nowhere = folder.resolve("no/junit.xml");

        Report good = save(report(Optional.empty(), Verdicts.good()), nowhere);
        Report bad = save(report(Optional.of(EXPECTATION), Verdicts.all()), nowhere);

        assertThat(good.failure().orElseThrow().reason()).isEqualTo(Reason.IO_FAILED);
        assertThat(good.failure().orElseThrow().next()).contains("--junit");
        assertThat(good.message()).isEmpty();
        assertThat(good.result()).isEqualTo(Verdicts.good());
        assertThat(bad.failure().orElseThrow().reason()).isEqualTo(Reason.EXPECTATION_FAILED);
        assertThat(bad.failure().orElseThrow().details())
                .singleElement()
                .asString()
                .startsWith("the JUnit report cannot be written to " + nowhere);
        assertThat(folder).isEmptyDirectory();
    }
}
