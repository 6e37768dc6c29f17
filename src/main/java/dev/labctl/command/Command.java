package dev.labctl.command;

import dev.labctl.command.session.CommandContext;
import dev.labctl.failure.Failure;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.report.Report;
import java.util.Optional;

/** What the reader asked for: a command with its options, as a value. Running it is all that the program does. */
public interface Command {
    /** As the reader types it, and as {@code command} in JSON has it. */
    String name();

    /** The lab that was named; empty where none was, or where the command takes none. */
    Optional<LabRef> lab();

    /** The cluster that is asked; empty for commands that ask none. */
    default Optional<ClusterName> cluster() {
        return Optional.empty();
    }

    /**
     * Runs the command from beginning to end.
     *
     * @throws dev.labctl.failure.FailureException where it ends before it has a report of its own
     * @throws dev.labctl.kubernetes.ApiException likewise
     */
    Report run(CommandContext context);

    /** A failure of this command with everything that can be done about it. */
    default Failure advise(Failure failure) {
        return failure;
    }
}
