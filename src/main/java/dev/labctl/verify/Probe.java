package dev.labctl.verify;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.kubernetes.ObjectRef;
import java.util.Optional;

/**
 * A request that a pod of the cluster is to send.
 *
 * @param service that must answer
 * @param answer that is expected
 */
public record Probe(ObjectRef service, Answer answer) {
    /** The pod that sends it, a ready one of the Service's namespace. */
    public Optional<Pod> client(Cluster cluster) {
        return cluster.pods(service.namespace().orElse("default"), answer.from()).stream()
                .filter(pod -> !pod.isDeleting() && pod.isReady())
                .findFirst();
    }
}
