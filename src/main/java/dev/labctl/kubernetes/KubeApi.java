package dev.labctl.kubernetes;

import java.time.Duration;
import java.util.List;

/** The API server of a cluster that can be changed: the few calls that labctl needs. */
public interface KubeApi extends KubeReader, AutoCloseable {
    /**
     * Server-side apply as field manager {@code labctl}.
     *
     * @param force take over fields that others manage; without it they are a {@link ApiException.Kind#CONFLICT}
     * @return the object as the server has it now
     */
    KubeObject apply(KubeObject object, boolean force);

    /** Requests the object's deletion, dependents first; false where it does not exist. */
    boolean delete(ObjectRef ref);

    /**
     * Runs a command in a container, without a shell and without standard input.
     *
     * @param timeout after which it counts as failed
     * @throws dev.labctl.failure.FailureException with {@code NOT_IN_REHEARSAL} where no command can run
     */
    Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout);

    @Override
    void close();
}
