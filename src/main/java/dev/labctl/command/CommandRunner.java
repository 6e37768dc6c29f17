package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.lab.ClusterName;
import dev.labctl.report.Report;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a command to its report, whatever happens: the one place that turns an exception into a report. */
public final class CommandRunner {
    private CommandRunner() {}

    /**
     * The report of a command.
     *
     * @param verbose whether the report of a defect has its stack trace
     */
    public static Report run(Command command, CommandContext context, boolean verbose) {
        try {
            return command.run(context).withFailure(command::advise);
        } catch (FailureException e) {
            return failed(command, e.failure());
        } catch (ApiException e) {
            return failed(command, e.failure().failure());
        } catch (RuntimeException | Error defect) {
            return Report.failed("", Optional.empty(), Optional.empty(), defect(defect, verbose));
        }
    }

    private static Report failed(Command command, Failure failure) {
        return Report.failed(
                command.name(), command.lab(), command.cluster().map(ClusterName::value), command.advise(failure));
    }

    /** The details begin with the failure that labctl was working on when the defect came up. */
    private static Failure defect(Throwable defect, boolean verbose) {
        List<String> details = new ArrayList<>();
        for (Throwable before : defect.getSuppressed()) {
            if (before instanceof FailureException failed) {
                details.add("failure before it: " + failed.failure().reason() + ": "
                        + failed.failure().message());
            }
        }
        if (verbose) {
            StringWriter trace = new StringWriter();
            defect.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(details::add);
        }
        return Failure.of(
                        Reason.BUG,
                        "labctl has a defect: " + defect,
                        verbose
                                ? "Please report it with these lines."
                                : "Run it with --verbose and report what it prints.")
                .withDetails(details);
    }
}
