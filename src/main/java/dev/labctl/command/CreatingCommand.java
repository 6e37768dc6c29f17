package dev.labctl.command;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.Set;

/** A command that may create a cluster, for which the machine may lack something. */
interface CreatingCommand extends ClusterCommand {
    /** What a rehearsal does not need. */
    Set<Reason> NOT_NEEDED =
            Set.of(Reason.TOOL_MISSING, Reason.TOOL_TOO_OLD, Reason.DOCKER_UNREACHABLE, Reason.IPV6_UNAVAILABLE);

    @Override
    default Failure advise(Failure failure) {
        return NOT_NEEDED.contains(failure.reason()) && !target().rehearse()
                ? failure.or("Or add --rehearse: it simulates the lab with Java alone.")
                : failure;
    }
}
