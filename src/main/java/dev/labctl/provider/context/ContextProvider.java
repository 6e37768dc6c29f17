package dev.labctl.provider.context;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.ContextConnector;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Provider;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.util.List;
import java.util.Optional;

/** The one cluster of a context in the reader's kubeconfig. It is there already: this provider creates and deletes nothing. */
public final class ContextProvider implements Provider {
    private final ClusterSource.Context source;
    private final ContextConnector connector;
    private final ClusterKind kind;
    private Optional<Connection> connection = Optional.empty();

    /** For one context. */
    public ContextProvider(ClusterSource.Context source, ContextConnector connector, TimeSource time) {
        this.source = source;
        this.connector = connector;
        this.kind = new ClusterKind("context", List.of(), time, new ContextEquivalents());
    }

    @Override
    public ClusterKind kind() {
        return kind;
    }

    /** With the rights that the reader has: a record or a fact that may not be read counts as not there. */
    @Override
    public ClusterState inspect(ClusterName cluster, Operation operation) {
        try {
            return ClusterObserver.observe(
                    new Permitted(connect(cluster, operation).api()), false);
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.UNREACHABLE) {
                throw e;
            }
            return new ClusterState.Unreachable(false, e.getMessage());
        }
    }

    @Override
    public List<ClusterName> list(Operation operation) {
        return List.of();
    }

    @Override
    public void create(ClusterSpec spec, Operation operation) {
        throw notOurs();
    }

    @Override
    public void awaitNodes(ClusterSpec spec, Operation operation) {
        throw notOurs();
    }

    @Override
    public void delete(ClusterName cluster, Operation operation) {
        throw notOurs();
    }

    private FailureException notOurs() {
        return new FailureException(
                Reason.CLUSTER_NOT_OURS,
                "the cluster of the context " + source.context() + " was not created by labctl, so it is left alone",
                "Create and delete it by the means by which it was created.");
    }

    @Override
    public Connection connect(ClusterName cluster, Operation operation) {
        if (connection.isEmpty()) {
            connection = Optional.of(connector.connect(source.context(), operation));
        }
        return connection.get().within(operation);
    }

    @Override
    public String useContext(ClusterName cluster, Operation operation) {
        throw notOurs();
    }

    @Override
    public void close() {
        connection.ifPresent(open -> open.api().close());
        connection = Optional.empty();
    }
}
