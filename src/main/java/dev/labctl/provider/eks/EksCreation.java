package dev.labctl.provider.eks;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Wait;
import dev.labctl.process.ProcessResult;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.eks.EksInspection.Place;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates a control plane, or goes on with one that AWS was asked for before: AWS does not stop where eksctl is interrupted.
 */
record EksCreation(EksCalls calls, EksDeletion deletion, ClusterSpec spec, Place place) {
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration CLEANUP = Duration.ofMinutes(2);

    /** The lab's file for this cluster, with labctl's mark. */
    static Map<String, Object> config(ClusterSpec spec, Caller caller) {
        return spec.eksctl()
                .treeFor(spec.name(), Ownership.of(caller, spec.lab()).tags());
    }

    void run(Operation operation) {
        try {
            if (clusterStack(operation).isPresent()) {
                resume(operation);
            } else {
                create(operation);
            }
        } catch (FailureException e) {
            throw afterwards(e.failure(), operation);
        }
    }

    private void create(Operation operation) {
        require(calls.createCluster(config(spec, place.caller()), operation));
    }

    /** What eksctl does once its stack is there: the addons. */
    private void resume(Operation operation) {
        operation.progress().accept("AWS was asked for it before; continuing");
        Wait.of(operation)
                .every(POLL)
                .until("the control plane", Reason.CLUSTER_CREATE_FAILED, () -> status(clusterStack(operation)));
        List<String> there = calls.addons(spec.name(), place.region(), operation);
        if (!there.containsAll(spec.eksctl().addons())) {
            require(calls.createAddons(config(spec, place.caller()), operation));
        }
    }

    private static ObjectStatus status(Optional<Stack> stack) {
        if (stack.isEmpty()) {
            return new ObjectStatus.Failed(Optional.empty(), "its stack is gone: it was deleted meanwhile");
        }
        if (stack.get().hasFailed()) {
            return new ObjectStatus.Failed(Optional.empty(), stack.get().words());
        }
        return ObjectStatus.currentIf(stack.get().isComplete(), stack.get().words());
    }

    private Optional<Stack> clusterStack(Operation operation) {
        return calls.stacks(spec.name(), place.region(), operation).stream()
                .filter(Stack::ofCluster)
                .findFirst();
    }

    private void require(ProcessResult result) {
        result.require(failed ->
                EksFailure.explain(Reason.CLUSTER_CREATE_FAILED, "creating the cluster " + spec.name(), failed));
    }

    /** What AWS gave up on is removed; what it goes on with stays, and the reader is told. */
    private FailureException afterwards(Failure failure, Operation operation) {
        if (failure.reason() == Reason.INTERRUPTED || failure.reason() == Reason.DEADLINE_PASSED) {
            return Failure.of(
                            failure.reason(),
                            failure.message() + "; AWS goes on creating " + spec.name() + ", and bills for it",
                            "Run the same command again to continue, or delete it: `labctl down --cluster "
                                    + spec.name() + "`.")
                    .withDetails(failure.details())
                    .asException();
        }
        try {
            Optional<Stack> stack = clusterStack(operation);
            if (stack.isEmpty()) {
                deletion.forget(place);
            } else if (stack.get().hasFailed()) {
                operation.progress().accept("removing what was created");
                deletion.run(place, operation.with(operation.deadline().atMost(CLEANUP)));
            } else {
                return failure.or("What was created stays and is billed: `labctl down --cluster " + spec.name()
                                + "` deletes it.")
                        .asException();
            }
        } catch (FailureException e) {
            return failure.or("Not all could be removed (" + e.failure().message() + "): run `labctl down --cluster "
                            + spec.name() + "`.")
                    .asException();
        }
        return failure.asException();
    }
}
