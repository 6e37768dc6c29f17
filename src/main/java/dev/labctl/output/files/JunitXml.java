package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import dev.labctl.report.Report;
import dev.labctl.report.StepReport;
import dev.labctl.report.VerifyView;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verdict.Outcome;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The verdicts of a report as CI servers read them: JUnit's XML, one test case for each expectation. */
final class JunitXml {
    private final XMLStreamWriter xml;
    private final String suite;

    private JunitXml(XMLStreamWriter xml, String suite) {
        this.xml = xml;
        this.suite = suite;
    }

    /** A report without verdicts becomes an error if it failed, and no test at all if it did not. */
    static byte[] of(Report report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
            new JunitXml(xml, report.lab().map(LabRef::toString).orElse("labctl")).document(report);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return bytes.toByteArray();
    }

    private void document(Report report) throws XMLStreamException {
        List<Verdict> verdicts = report.result() instanceof VerifyView view ? view.verdicts() : List.of();
        boolean error =
                !(report.result() instanceof VerifyView) && report.failure().isPresent();
        Duration time = report.steps().stream().map(StepReport::elapsed).reduce(Duration.ZERO, Duration::plus);
        String[] counts = {
            "tests", String.valueOf(verdicts.size() + (error ? 1 : 0)),
            "failures", count(verdicts.stream().filter(Verdict::failed)),
            "errors", error ? "1" : "0",
            "skipped", count(verdicts.stream().filter(one -> one.outcome() == Outcome.NOT_SHOWN)),
            "time", String.valueOf(time.toMillis() / 1000.0)
        };
        xml.writeStartDocument("UTF-8", "1.0");
        start("testsuites", counts);
        start("testsuite", "name", suite);
        attributes(counts);
        for (Verdict verdict : verdicts) {
            testCase(verdict);
        }
        if (error) {
            error(report.failure().orElseThrow());
        }
        xml.writeEndDocument();
    }

    private static String count(java.util.stream.Stream<Verdict> verdicts) {
        return String.valueOf(verdicts.count());
    }

    private void testCase(Verdict verdict) throws XMLStreamException {
        startCase(verdict.expectation().says().strip());
        switch (verdict.outcome()) {
            case HOLDS -> {}
            case NOT_SHOWN -> child("skipped", "", "message", verdict.seen());
            case NOT_YET, BROKEN ->
                child(
                        "failure",
                        verdict.expectation().hint(),
                        "type",
                        verdict.outcome().word(),
                        "message",
                        "expected: " + verdict.expected() + "; seen: " + verdict.seen());
        }
        xml.writeEndElement();
    }

    private void error(Failure failure) throws XMLStreamException {
        startCase("verify");
        child("error", failure.next(), "type", failure.reason().name(), "message", failure.message());
        xml.writeEndElement();
    }

    /** CI servers take what stands before the last dot of a class name for a folder. */
    private void startCase(String name) throws XMLStreamException {
        start("testcase", "classname", suite.replace('.', '_').replace(' ', '.'), "name", name);
    }

    private void child(String tag, String text, String... attributes) throws XMLStreamException {
        start(tag, attributes);
        xml.writeCharacters(legal(text));
        xml.writeEndElement();
    }

    private void start(String tag, String... attributes) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(tag);
        attributes(attributes);
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            xml.writeAttribute(namesAndValues[i], legal(namesAndValues[i + 1]));
        }
    }

    /** The writer escapes markup and passes on what XML 1.0 does not allow at all, such as control characters. */
    private static String legal(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }
}
