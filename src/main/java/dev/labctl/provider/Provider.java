package dev.labctl.provider;

import dev.labctl.failure.Failure;
import dev.labctl.kubernetes.Connection;
import dev.labctl.lab.ClusterName;
import dev.labctl.time.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Creates and deletes clusters of one kind. Implementations keep what they learn (a connection, a creation under way) for
 * the length of one command, until they are closed.
 */
public interface Provider extends AutoCloseable {
    ClusterKind kind();

    /** Reads the state of a cluster without changing it. */
    ClusterState inspect(ClusterName cluster, Operation operation);

    /** The names of all clusters that labctl created. */
    List<ClusterName> list(Operation operation);

    /** By how much longer than on this machine everything takes: a timeout that the reader did not choose grows by it. */
    default int slowness() {
        return 1;
    }

    /** What a cluster costs and who pays, a line each for the reader; none where it costs nothing. */
    default List<String> costs(ClusterSpec spec, Operation operation) {
        return List.of();
    }

    /**
     * Why other machines than this one could reach the API server of a cluster, as a sentence; empty where none could. The
     * reader has to allow that.
     */
    default Optional<String> exposure(ClusterSpec spec) {
        return Optional.empty();
    }

    /**
     * Begins to create a cluster, or continues to, and returns as soon as its API server answers; other nodes may still be
     * joining. When it fails or is interrupted, what it created is removed again, or said to be there.
     */
    void create(ClusterSpec spec, Operation operation);

    /** Returns when all nodes have joined: those that {@link #create} began, or that come after Cilium. */
    void awaitNodes(ClusterSpec spec, Operation operation);

    /**
     * Starts the nodes of a cluster that {@link #inspect} found halted, and returns when their machines run; what runs on them takes
     * longer.
     *
     * @return when the first of them started, by their own clock
     */
    default Instant start(HaltedNodes halted, Operation operation) {
        throw new IllegalStateException("these clusters have no machines that labctl could start");
    }

    /** What keeps the nodes of a cluster from running at all: its machine, or what runs the nodes there. */
    default Optional<Failure> trouble(ClusterName cluster, Operation operation) {
        return Optional.empty();
    }

    /** Deletes a cluster; one that does not exist is no failure. */
    void delete(ClusterName cluster, Operation operation);

    /** A connection to the cluster, which lasts until the provider is closed or the cluster deleted. */
    Connection connect(ClusterName cluster, Operation operation);

    /** Makes the cluster the current context of the reader's kubeconfig and returns the context's name. */
    String useContext(ClusterName cluster, Operation operation);

    @Override
    void close();
}
