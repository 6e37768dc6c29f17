package dev.labctl.command.session;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks below a cluster in which a step failed: a node that was stopped meanwhile, or a container engine that does not respond. */
final class MachineTrouble {
    /** The command's own time may be over. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What a step fails with when a node, or the machine of all nodes, is gone from under it. */
    private static final Set<Reason> SYMPTOMS = EnumSet.of(
            Reason.API_UNREACHABLE,
            Reason.CLUSTER_CREATE_FAILED,
            Reason.CILIUM_INSTALL_FAILED,
            Reason.CILIUM_UNINSTALL_FAILED,
            Reason.CILIUM_NOT_READY,
            Reason.OBJECT_FAILED,
            Reason.EXPECTATION_FAILED,
            Reason.TOOL_FAILED,
            Reason.DEADLINE_PASSED);

    private MachineTrouble() {}

    /** The failure of the machine that is behind the failure of a step; that one where the machine is well. */
    static Failure behind(Failure failure, Session session) {
        if (!SYMPTOMS.contains(failure.reason())) {
            return failure;
        }
        Deadline deadline = Deadline.in(TIMEOUT, session.deadline().time());
        try {
            return session.provider()
                    .trouble(session.cluster(), session.operation().with(deadline))
                    .map(trouble -> trouble.withDetails(
                            Stream.of(List.of(failure.message()), failure.details(), trouble.details())
                                    .flatMap(List::stream)
                                    .toList()))
                    .orElse(failure);
        } catch (FailureException e) {
            return failure;
        }
    }
}
