package dev.labctl.process;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.function.Function;

/** From the end of a tool to a failure, where it is not a good end. */
public final class ToolResults {
    private static final int SHOWN = 8;

    private ToolResults() {}

    /**
     * Returns the result where the tool succeeded.
     *
     * @param explain makes the failure of a tool that ran and said no
     */
    public static ProcessResult require(ProcessResult result, Function<ProcessResult, Failure> explain) {
        if (result instanceof ProcessResult.Succeeded) {
            return result;
        }
        throw failure(result, explain).asException();
    }

    public static Failure failure(ProcessResult result, Function<ProcessResult, Failure> explain) {
        String line = "`" + result.command().line() + "`";
        if (result instanceof ProcessResult.NotStarted start) {
            return Failure.of(
                    Reason.TOOL_FAILED,
                    line + " could not be started: " + start.cause(),
                    "Check that " + result.command().executable() + " is a program for this machine.");
        }
        if (result instanceof ProcessResult.TimedOut) {
            return Failure.of(
                            Reason.DEADLINE_PASSED,
                            line + " was not done when the command's time was up, and was ended",
                            "Run the same command again, or give it longer with --timeout.")
                    .withDetails(result.stderr().lastLines(SHOWN));
        }
        if (result instanceof ProcessResult.Interrupted) {
            return Failure.interrupted(line);
        }
        return explain.apply(result);
    }
}
