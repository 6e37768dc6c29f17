package dev.labctl.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API server of a cluster: the few calls that labctl needs. Every call may throw {@link ApiException}, and {@link
 * dev.labctl.failure.FailureException} with {@code INTERRUPTED} when the calling thread is interrupted.
 */
public interface KubeApi extends AutoCloseable {
    /** The name under which labctl applies objects, as {@code managedFields} has it. */
    String FIELD_MANAGER = "labctl";

    /** Whether objects of a kind live in a namespace or belong to the cluster. */
    enum Scope {
        NAMESPACED,
        CLUSTER
    }

    /** How a command ended; where it did not begin, the exit code is negative and {@code err} says why. */
    record Execution(int exitCode, String out, String err) {}

    /** The version of Kubernetes, {@code v1.33.12}; of a live API server, also whether it answers. */
    String version();

    /** Whether what was answered about a kind is all that there is; not where the reader's rights did not allow it. */
    default boolean knows(String kind) {
        return true;
    }

    /** Where objects of this kind live; empty while the server does not know the kind. */
    Optional<Scope> scope(String apiVersion, String kind);

    Optional<KubeObject> get(ObjectRef ref);

    /** Whether several threads may read at once. */
    default boolean concurrent() {
        return false;
    }

    /**
     * The objects of a kind; none where the server does not know it.
     *
     * @param namespace empty for all namespaces
     * @param labels only objects that have all of these
     */
    List<KubeObject> list(String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels);

    /**
     * All objects of a namespace, of every kind but events, which go with what they are about.
     *
     * @throws ApiException where some may not be read, or their server does not answer
     */
    List<KubeObject> contents(String namespace);

    /** Lines of a container's log, oldest first, each preceded by the time at which it was written. */
    List<String> logs(String namespace, String pod, String container, LogRange range);

    /**
     * Server-side apply as field manager {@code labctl}.
     *
     * @param force take over fields that others manage; without it they are a {@link ApiException.Kind#CONFLICT}
     * @return the object as the server has it now
     */
    KubeObject apply(KubeObject object, boolean force);

    /**
     * What {@link #apply} would make of an object, by the API server's own answer; changes nothing. It throws what the apply would
     * throw.
     */
    KubeObject preview(KubeObject object, boolean force);

    /** Requests the object's deletion, dependents first; false where it does not exist. */
    boolean delete(ObjectRef ref);

    /** Creates an object; empty where there is one of its name already. */
    Optional<KubeObject> create(KubeObject object);

    /** Writes a changed object that was read before; empty where someone else has changed or deleted it since. */
    Optional<KubeObject> replace(KubeObject object);

    /** Requests the deletion of an object that was read before; false where someone else has changed or deleted it since. */
    boolean deleteUnchanged(KubeObject object);

    /**
     * Runs a command in a container, without a shell and without standard input.
     *
     * @param timeout after which it counts as failed
     * @throws dev.labctl.failure.FailureException with {@code NOT_IN_REHEARSAL} where no command can run
     */
    Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout);

    /** The kinds of which it may lack objects that the cluster has; those that it has are listed all the same. */
    default List<Observation.Gap> gaps() {
        return List.of();
    }

    /** What else a reader has to know of what it has, a sentence each. */
    default List<String> notes() {
        return List.of();
    }

    @Override
    void close();
}
