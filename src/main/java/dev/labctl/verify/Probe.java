package dev.labctl.verify;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.verify.Verdict.Outcome;
import java.util.Optional;

/** A request that a pod of the cluster is to send: the Service that must answer, and the expected answer. */
public record Probe(ObjectRef service, Answer answer) {
    /** What came of it: {@code NOT_YET} where the answer is a wrong one or none, for it may be another one later. */
    public record Result(Outcome outcome, String seen) {}

    /** The pod that sends it, a ready one of the Service's namespace. */
    public Optional<Pod> client(Cluster cluster) {
        return cluster.pods(service.namespace().orElse("default"), answer.from()).stream()
                .filter(Pod::isRunning)
                .findFirst();
    }
}
