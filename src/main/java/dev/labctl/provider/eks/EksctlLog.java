package dev.labctl.provider.eks;

import dev.labctl.process.ProcessResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What eksctl logs, for the reader: without times, and without its advice to delete a cluster, which may be someone else's. */
final class EksctlLog {
    private static final Pattern LINE = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2} \\[(.)]\\s+(.*)");
    private static final Pattern ADVICE =
            Pattern.compile("to cleanup resources, run|if you encounter any issues, check|you can enable it with");

    /** What is worth a line of progress. */
    private static final Pattern STAGE = Pattern.compile(
            "(waiting for .*|building .*|deploying .*|creating addon.*|will delete stack.*|deleting .*|cleaning .*)");

    private EksctlLog() {}

    static boolean isAdvice(String line) {
        return ADVICE.matcher(line).find();
    }

    /** The text of a line that tells what eksctl is at; empty for other lines. */
    static Optional<String> stage(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(matcher.group(2))
                        .filter(text -> STAGE.matcher(text).matches())
                : Optional.empty();
    }

    /** The lines that say why eksctl failed: its errors, on both of its streams. */
    static List<String> errors(ProcessResult result) {
        List<String> logged = result.stdout()
                .plain()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .filter(matcher -> matcher.group(1).equals("✖"))
                .map(matcher -> matcher.group(2))
                .distinct()
                .toList();
        return Stream.concat(logged.stream(), result.stderr().lastLines(ProcessResult.SHOWN).stream())
                .filter(line -> !isAdvice(line))
                .limit(ProcessResult.SHOWN)
                .toList();
    }
}
