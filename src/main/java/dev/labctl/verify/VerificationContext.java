package dev.labctl.verify;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.PodProblem;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.LabState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What expectations are held against.
 *
 * @param map where the addresses of what was seen are
 * @param own the objects that the lab's manifests make: nothing else will make them
 * @param replies what pods were answered, where they asked
 */
public record VerificationContext(
        Cluster cluster, AddressMap map, LabState state, Set<ObjectRef> own, Map<Question, Reply> replies) {
    public VerificationContext {
        own = Set.copyOf(own);
        replies = Map.copyOf(replies);
    }

    /** A cluster at one look, when no pod has asked anything yet. */
    public static VerificationContext of(Observation seen, LabState state, Set<ObjectRef> own) {
        return new VerificationContext(Cluster.of(seen), AddressMap.of(seen), state, own, Map.of());
    }

    public VerificationContext with(Map<Question, Reply> answers) {
        return new VerificationContext(cluster, map, state, own, answers);
    }

    Observation seen() {
        return cluster.observation();
    }

    Optional<PodProblem> problem(KubeObject pod) {
        return cluster.pod(pod.ref()).flatMap(Pod::problem);
    }

    static ObjectRef node(String name) {
        return ObjectRef.ofCluster("v1", "Node", name);
    }

    static ObjectRef namespace(String name) {
        return ObjectRef.ofCluster("v1", "Namespace", name);
    }

    static ObjectRef service(String namespace, String name) {
        return ObjectRef.namespaced("v1", "Service", namespace, name);
    }

    /** The pods of a namespace with these labels that have not ended. */
    List<KubeObject> pods(String namespace, Map<String, String> labels) {
        return seen().pods(namespace, labels).stream()
                .filter(pod -> pod.text("status", "phase")
                        .filter(Set.of("Succeeded", "Failed")::contains)
                        .isEmpty())
                .toList();
    }
}
