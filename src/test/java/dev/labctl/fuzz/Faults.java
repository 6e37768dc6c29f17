package dev.labctl.fuzz;

import dev.labctl.cli.Console.Ended;
import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Reason;
import dev.labctl.output.ReportSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What no command may do, whatever its input. */
final class Faults {
    /** Characters that a terminal obeys, or that change the order of the text beside them. */
    private static final Pattern RAW =
            Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2028\\u2029\\u2066-\\u2069]");

    private static final Pattern EXCEPTION = Pattern.compile("\\b(?:[a-z0-9]+\\.)+[A-Z]\\w*(?:Exception|Error)\\b");
    private static final Pattern FRAME = Pattern.compile("at (dev\\.labctl\\.[\\w.$]+\\([\\w.]+:[0-9]+\\))");

    private Faults() {}

    /** The faults of a command, each in one line that is the same for other input with the same fault. */
    static List<String> of(Ended ended, List<String> line) {
        List<String> faults = new ArrayList<>();
        String all = ended.out() + ended.err();
        if (ended.code() == ExitCode.BUG.number() || EXCEPTION.matcher(all).find()) {
            faults.add("exit " + ended.code() + ": " + first(EXCEPTION, all, 0) + " at " + first(FRAME, all, 1));
        }
        if (all.contains(Reason.REHEARSAL_DAMAGED.name())) {
            faults.add("a rehearsal that cannot be replayed");
        }
        raw("stdout", ended.out(), faults);
        raw("stderr", ended.err(), faults);
        if (line.contains("json")) {
            faults.addAll(schema(ended.out()));
        }
        return faults.stream().map(fault -> line.get(0) + ": " + fault).toList();
    }

    private static void raw(String stream, String text, List<String> faults) {
        Matcher matcher = RAW.matcher(text);
        if (matcher.find()) {
            faults.add("raw control character on " + stream + ": "
                    + String.format("U+%04x", (int) matcher.group().charAt(0)));
        }
    }

    private static List<String> schema(String out) {
        try {
            List<String> problems = ReportSchema.problems(out).stream()
                    .map(problem -> "schema: " + problem.replaceAll("/[0-9]+", "/N"))
                    .distinct()
                    .toList();
            // What does not match is not evaluated either.
            List<String> causes = problems.stream()
                    .filter(one -> !one.contains("unevaluated"))
                    .toList();
            return causes.isEmpty() ? problems : causes;
        } catch (RuntimeException e) {
            return List.of("not JSON: " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static String first(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(group) : "?";
    }
}
