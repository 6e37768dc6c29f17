package dev.labctl.output.files;

import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import dev.labctl.output.picture.Svg;
import dev.labctl.report.Report;
import dev.labctl.report.StepReport;
import dev.labctl.report.VerifyView;
import dev.labctl.verify.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts the verdicts of a report into a file as CI servers read it: JUnit's XML, one test case for each expectation. */
public final class JunitFile {
    private JunitFile() {}

    /**
     * Writes what a report tells of expectations; one that tells of none is an error there, so that no file of an earlier
     * run is taken for its result.
     *
     * @param file a new one, or one that is replaced
     * @return the report; with why the file is not there, where it is not
     */
    public static Report save(Report report, Path file) {
        Optional<Failure> unwritten = SavedFile.write("JUnit report", "--junit", text(report), file);
        if (unwritten.isEmpty()) {
            return report;
        }
        Failure failure = report.failure()
                .map(first -> first.withDetails(Stream.concat(
                                first.details().stream(),
                                Stream.of(unwritten.get().message()))
                        .toList()))
                .orElse(unwritten.get());
        return new Report(
                report.command(),
                report.lab(),
                report.cluster(),
                report.provider(),
                Optional.of(failure),
                "",
                report.steps(),
                report.result());
    }

    private static String text(Report report) {
        String suite = report.lab().map(LabRef::toString).orElse("labctl");
        List<String> cases = new ArrayList<>();
        int failures = 0;
        int skipped = 0;
        boolean error = false;
        if (report.result() instanceof VerifyView view) {
            for (Verdict verdict : view.verdicts()) {
                cases.add(testCase(suite, verdict));
            }
            failures = view.failed().size();
            skipped = (int) view.verdicts().stream()
                    .filter(one -> one.outcome() == Verdict.Outcome.NOT_SHOWN)
                    .count();
        } else if (report.failure().isPresent()) {
            error = true;
            cases.add(error(suite, report.failure().get()));
        }
        Duration time = report.steps().stream().map(StepReport::elapsed).reduce(Duration.ZERO, Duration::plus);
        String counts = attribute("tests", cases.size())
                + attribute("failures", failures)
                + attribute("errors", error ? 1 : 0)
                + attribute("skipped", skipped)
                + attribute("time", time.toMillis() / 1000.0);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + ">\n<testsuite"
                + attribute("name", suite) + counts + ">\n" + String.join("", cases) + "</testsuite>\n</testsuites>\n";
    }

    private static String testCase(String suite, Verdict verdict) {
        String begin = "<testcase" + className(suite)
                + attribute("name", verdict.expectation().says().strip());
        String told = "expected: " + verdict.expected() + "; seen: " + verdict.seen();
        return switch (verdict.outcome()) {
            case HOLDS -> begin + "/>\n";
            case NOT_SHOWN -> begin + "><skipped" + attribute("message", verdict.seen()) + "/></testcase>\n";
            case NOT_YET, BROKEN ->
                begin + "><failure" + attribute("type", verdict.outcome().word()) + attribute("message", told) + ">"
                        + Svg.escaped(verdict.expectation().hint()) + "</failure></testcase>\n";
        };
    }

    private static String error(String suite, Failure failure) {
        return "<testcase" + className(suite) + attribute("name", "verify") + "><error"
                + attribute("type", failure.reason()) + attribute("message", failure.message()) + ">"
                + Svg.escaped(failure.next()) + "</error></testcase>\n";
    }

    /** CI servers take what stands before the last dot for a folder. */
    private static String className(String suite) {
        return attribute("classname", suite.replace('.', '_').replace(' ', '.'));
    }

    private static String attribute(String name, Object value) {
        return " " + name + "=\"" + Svg.escaped(String.valueOf(value)) + "\"";
    }
}
