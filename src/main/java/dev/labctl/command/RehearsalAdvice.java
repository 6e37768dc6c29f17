package dev.labctl.command;

import dev.labctl.command.session.Target;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.EnumSet;
import java.util.Set;

/** What the commands that create a cluster add to a failure of a machine that lacks something for it. */
final class RehearsalAdvice {
    /** What a rehearsal does not need. */
    private static final Set<Reason> NOT_NEEDED =
            EnumSet.of(Reason.TOOL_MISSING, Reason.TOOL_TOO_OLD, Reason.DOCKER_UNREACHABLE, Reason.IPV6_UNAVAILABLE);

    private RehearsalAdvice() {}

    static Failure to(Failure failure, Target target) {
        return NOT_NEEDED.contains(failure.reason()) && !target.rehearse()
                ? failure.or("Or add --rehearse: it simulates the lab with Java alone.")
                : failure;
    }
}
