package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import dev.labctl.output.picture.Svg;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.VerifyView;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verdict.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verdicts of a report as CI servers read them: JUnit's XML, one test case for each expectation. */
final class JunitXml {
    private JunitXml() {}

    /** A report without verdicts becomes an error if it failed, and no test at all if it did not. */
    static String of(Report report) {
        boolean verified = report.result() instanceof VerifyView;
        List<Verdict> verdicts = report.result() instanceof VerifyView view ? view.verdicts() : List.of();
        Optional<Failure> error = report.failure().filter(failure -> !verified);
        String suite = report.lab().map(LabRef::toString).orElse("labctl");
        Duration time = report.steps().stream().map(StepReport::elapsed).reduce(Duration.ZERO, Duration::plus);
        String counts = attributes(
                "tests", verdicts.size() + error.stream().count(),
                "failures", verdicts.stream().filter(Verdict::failed).count(),
                "errors", error.stream().count(),
                "skipped",
                        verdicts.stream()
                                .filter(one -> one.outcome() == Outcome.NOT_SHOWN)
                                .count(),
                "time", time.toMillis() / 1000.0);
        String cases = Stream.concat(
                        verdicts.stream().map(verdict -> testCase(suite, verdict)),
                        error.stream().map(failure -> testCase(suite, failure)))
                .collect(Collectors.joining());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + element("testsuites", counts, element("testsuite", attributes("name", suite) + counts, cases));
    }

    private static String testCase(String suite, Verdict verdict) {
        String says = verdict.expectation().says().strip();
        return switch (verdict.outcome()) {
            case HOLDS -> testCase(suite, says, "");
            case NOT_SHOWN -> testCase(suite, says, element("skipped", attributes("message", verdict.seen()), ""));
            case NOT_YET, BROKEN -> {
                String differs = "expected: " + verdict.expected() + "; seen: " + verdict.seen();
                String attributes = attributes("type", verdict.outcome().word(), "message", differs);
                String hint = Svg.escaped(verdict.expectation().hint());
                yield testCase(suite, says, element("failure", attributes, hint));
            }
        };
    }

    private static String testCase(String suite, Failure failure) {
        String attributes = attributes("type", failure.reason().name(), "message", failure.message());
        return testCase(suite, "verify", element("error", attributes, Svg.escaped(failure.next())));
    }

    /** CI servers take what stands before the last dot of a class name for a folder. */
    private static String testCase(String suite, String name, String outcome) {
        String folder = suite.replace('.', '_').replace(' ', '.');
        return element("testcase", attributes("classname", folder, "name", name), outcome);
    }

    private static String element(String tag, String attributes, String content) {
        return "\n<" + tag + attributes + ">" + content + "</" + tag + ">";
    }

    private static String attributes(Object... namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = Svg.escaped(String.valueOf(namesAndValues[i + 1]));
            text.append(' ')
                    .append(namesAndValues[i])
                    .append("=\"")
                    .append(value)
                    .append('"');
        }
        return text.toString();
    }
}
