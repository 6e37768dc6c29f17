package dev.labctl.verify;

import dev.labctl.kubernetes.KubeApi.Execution;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A command that a pod runs to ask a Service. */
public record ProbeCommand(List<String> argv) {
    /** In seconds: less than a probe's run may take, more than a name server's first try. */
    static final String TIMEOUT = "8";

    /** What shells and container runtimes exit with where there is no such program. */
    private static final Set<Integer> NO_PROGRAM = Set.of(126, 127);

    private static final Pattern NOT_FOUND =
            Pattern.compile("executable file not found|no such file or directory|not found", Pattern.CASE_INSENSITIVE);

    static ProbeCommand of(String... argv) {
        return new ProbeCommand(List.of(argv));
    }

    public String program() {
        return argv.get(0);
    }

    /** Whether a run of it shows that the image does not have the program. */
    public boolean isMissing(Execution run) {
        return NO_PROGRAM.contains(run.exitCode())
                || (run.exitCode() != 0
                        && run.out().isBlank()
                        && NOT_FOUND.matcher(run.err()).find()
                        && run.err().contains(program() + "\""));
    }

    /** The last line that a failed run wrote. */
    static String error(Execution run) {
        String text = run.err().isBlank() ? run.out() : run.err();
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce((before, after) -> after)
                .orElse("no answer");
    }
}
