package dev.labctl.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects, events and logs of a cluster, wherever they are read from: a live API server, a rehearsal, or a file that was
 * collected earlier. Every call may throw {@link ApiException}, and {@link dev.labctl.failure.FailureException} with
 * {@code INTERRUPTED} when the calling thread is interrupted.
 */
public interface KubeReader {
    /** Whether objects of a kind live in a namespace or belong to the cluster. */
    enum Scope {
        NAMESPACED,
        CLUSTER
    }

    /** The version of Kubernetes, {@code v1.33.12}; of a live API server, also whether it answers. */
    String version();

    /** Where objects of this kind live; empty while the server does not know the kind. */
    Optional<Scope> scope(String apiVersion, String kind);

    Optional<KubeObject> get(ObjectRef ref);

    /**
     * The objects of a kind; none where the server does not know it.
     *
     * @param namespace empty for all namespaces
     * @param labels only objects that have all of these
     */
    List<KubeObject> list(String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels);

    /** The events of a namespace, oldest first. */
    List<KubeObject> events(String namespace);

    /** Lines of a container's log, oldest first, each preceded by the time at which it was written. */
    List<String> logs(String namespace, String pod, String container, LogRange range);
}
