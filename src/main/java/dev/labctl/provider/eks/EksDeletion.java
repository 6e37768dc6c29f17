package dev.labctl.provider.eks;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Wait;
import dev.labctl.process.ProcessResult;
import dev.labctl.provider.eks.EksInspection.Place;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes a cluster, also a half-deleted one that eksctl does not find any more: by its stacks, which hold all that is billed.
 * Network interfaces that Cilium's operator created, and that no machine uses any more, keep a VPC from being deleted: they go
 * first.
 */
record EksDeletion(EksCalls calls, KnownClusters known) {
    private static final Duration POLL = Duration.ofSeconds(5);

    /** How often AWS is asked again to delete a stack that it could not: what is in its way may go late. */
    private static final int ATTEMPTS = 4;

    void forget(Place place) {
        known.forget(place.cluster());
    }

    void run(Place place, Operation operation) {
        Optional<ControlPlane> plane = calls.controlPlane(place.cluster(), place.region(), operation);
        List<Stack> left = calls.stacks(place.cluster(), place.region(), operation);
        plane.ifPresent(there -> requireOurs(place, there.tags()));
        left.forEach(stack -> requireOurs(place, stack.tags()));
        if (plane.isPresent()) {
            byEksctl(place, operation);
            left = calls.stacks(place.cluster(), place.region(), operation);
        }
        for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
            Optional<String> vpc =
                    left.stream().flatMap(stack -> stack.vpc().stream()).findFirst();
            left = byStacks(place, left, vpc, operation);
        }
        if (!left.isEmpty()) {
            throw isLeft(place, left);
        }
        forget(place);
    }

    private void requireOurs(Place place, Map<String, String> tags) {
        if (!Ownership.isOf(place, tags, known)) {
            throw new FailureException(
                    Reason.CLUSTER_NOT_OURS,
                    "the cluster " + place.cluster() + " in " + place.region()
                            + " was not created by labctl with these credentials, so it is left alone",
                    "Give the lab another name with --cluster.");
        }
    }

    /** What eksctl cannot delete is left to CloudFormation. */
    private void byEksctl(Place place, Operation operation) {
        ProcessResult result = calls.deleteCluster(place.cluster(), place.region(), operation);
        if (result instanceof ProcessResult.Failed) {
            operation.progress().accept("eksctl could not delete all of it; deleting its stacks");
            return;
        }
        try {
            result.require(failed -> EksFailure.explain(Reason.CLUSTER_DELETE_FAILED, "deleting the cluster", failed));
        } catch (FailureException e) {
            throw interrupted(place, e.failure());
        }
    }

    private static FailureException interrupted(Place place, Failure failure) {
        return Failure.of(
                        failure.reason(),
                        failure.message() + "; AWS bills for what is left of " + place.cluster(),
                        "Run the same command again: it continues.")
                .withDetails(failure.details())
                .asException();
    }

    /** Asks for the deletion of all stacks, one after the other, and returns those that are left when AWS is done. */
    private List<Stack> byStacks(Place place, List<Stack> stacks, Optional<String> vpc, Operation operation) {
        List<Stack> left = new ArrayList<>(stacks);
        for (Stack stack : stacks) {
            if (stack.ofCluster()) {
                vpc.ifPresent(id -> deleteInterfaces(id, place, operation));
            }
            if (!stack.status().equals("DELETE_IN_PROGRESS")) {
                calls.deleteStack(stack.name(), place.region(), operation);
            }
            operation.progress().accept("waiting until the stack " + stack.name() + " is deleted");
            left = settled(place, stack, operation);
        }
        return left;
    }

    private List<Stack> settled(Place place, Stack stack, Operation operation) {
        List<Stack> left = Wait.of(operation)
                .every(POLL)
                .poll(() -> calls.stacks(place.cluster(), place.region(), operation), stacks -> stacks.stream()
                        .noneMatch(one ->
                                one.name().equals(stack.name()) && !one.status().equals("DELETE_FAILED")));
        if (operation.deadline().passed() && !left.isEmpty()) {
            throw isLeft(place, left);
        }
        return left;
    }

    private void deleteInterfaces(String vpc, Place place, Operation operation) {
        calls.freeInterfaces(vpc, place.region(), operation).forEach(id -> {
            operation.progress().accept("deleting the network interface " + id + ", which no machine uses");
            calls.deleteInterface(id, place.region(), operation);
        });
    }

    /** The NAT gateway is in the cluster's stack, which is the last one to go. */
    private static FailureException isLeft(Place place, List<Stack> left) {
        List<String> lines = new ArrayList<>(left.stream().map(Stack::words).toList());
        lines.add("It may cost up to " + EksPrices.of(place.region()).leftovers() + " until it is gone.");
        return Failure.of(
                        Reason.CLUSTER_DELETE_FAILED,
                        "not all of the cluster " + place.cluster() + " could be deleted: AWS still has "
                                + String.join(
                                        ", ", left.stream().map(Stack::name).toList()),
                        "Run the same command again in a few minutes, or delete the stacks in the console:"
                                + " https://console.aws.amazon.com/cloudformation/home?region=" + place.region())
                .withDetails(lines)
                .asException();
    }
}
