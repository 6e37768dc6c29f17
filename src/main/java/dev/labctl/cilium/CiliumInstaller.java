package dev.labctl.cilium;

import dev.labctl.kubernetes.Connection;
import dev.labctl.lab.ClusterName;
import dev.labctl.time.Operation;
import java.util.Optional;

/** Installs Cilium on clusters, whatever created them. */
public interface CiliumInstaller {
    /** Installs Cilium where there is none; does not wait until it is ready. */
    void install(CiliumRequest request, Connection target, Operation operation);

    /** Brings an installed Cilium to exactly these values; none of its earlier values stays. */
    void upgrade(CiliumRequest request, Connection target, Operation operation);

    /** What has to be known of what it installs; empty where it is the real one. */
    default Optional<String> caveat(CiliumRequest request) {
        return Optional.empty();
    }

    void uninstall(ClusterName cluster, Connection target, Operation operation);
}
