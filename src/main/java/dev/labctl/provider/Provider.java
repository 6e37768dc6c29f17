package dev.labctl.provider;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.lab.ClusterName;
import dev.labctl.time.TimeSource;
import java.util.List;

/**
 * Something that makes clusters. Implementations keep what they learn (a connection, a creation that is under way) for the
 * length of one command, until they are closed.
 */
public interface Provider extends AutoCloseable {
    /** As {@code provider} in JSON has it. */
    String name();

    /** Whether its clusters take tools, memory and ports of this machine, which must be there then. */
    boolean usesMachine();

    /** What real clusters have and its clusters do not, a line each, for readers; none where they are real. */
    List<String> limits();

    /** The time in which its clusters live: deadlines and waits are measured on it. */
    TimeSource time();

    /** Looks at what is there, without changing anything. */
    ClusterState inspect(ClusterName cluster, Activity activity);

    /** The names of all clusters that labctl made. */
    List<ClusterName> made(Activity activity);

    /**
     * Begins to make a cluster and returns as soon as its API server answers; other nodes may still be joining. When it
     * fails or is interrupted, what it made is taken away again.
     */
    void create(ClusterSpec spec, Activity activity);

    /** Returns when the cluster that {@link #create} began is whole. */
    void complete(ClusterSpec spec, Activity activity);

    /** Deletes a cluster; one that is not there is no failure. */
    void delete(ClusterName cluster, Activity activity);

    /** The cluster's API; the connection lives until the provider is closed or the cluster deleted. */
    KubeApi connect(ClusterName cluster, Activity activity);

    /** Installs Cilium where there is none; does not wait until it is ready. */
    void installCilium(CiliumRequest request, Activity activity);

    /** Brings an installed Cilium to exactly these values; nothing of its former values stays. */
    void upgradeCilium(CiliumRequest request, Activity activity);

    void uninstallCilium(ClusterName cluster, Activity activity);

    /** Makes the cluster the current context of the reader's kubeconfig and returns the context's name. */
    String useContext(ClusterName cluster, Activity activity);

    /** The commands that a reader would type for the same, without labctl. */
    Equivalents equivalents();

    @Override
    void close();
}
