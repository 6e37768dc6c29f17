package dev.labctl.provider;

import dev.labctl.cilium.CiliumCommands;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.kubernetes.KubectlCommands;
import dev.labctl.lab.ClusterName;
import java.nio.file.Path;
import java.util.List;

/** The shell commands that do the same as each step: a reader can learn from them, or paste them into a bug report. */
public interface Equivalents {
    /** The context of kubectl in which these commands work. */
    String context(ClusterName cluster);

    List<String> create(ClusterSpec spec);

    List<String> delete(ClusterName cluster);

    List<String> useContext(ClusterName cluster);

    default List<String> installCilium(CiliumRequest request) {
        return cilium(request.cluster()).install(request);
    }

    default List<String> upgradeCilium(CiliumRequest request) {
        return cilium(request.cluster()).upgrade(request);
    }

    default List<String> awaitCilium(ClusterName cluster) {
        return cilium(cluster).await();
    }

    default List<String> uninstallCilium(ClusterName cluster) {
        return cilium(cluster).uninstall();
    }

    default List<String> apply(ClusterName cluster, List<Path> files) {
        return new KubectlCommands(context(cluster)).apply(files);
    }

    default List<String> deleteObjects(ClusterName cluster, List<Path> files) {
        return new KubectlCommands(context(cluster)).delete(files);
    }

    private CiliumCommands cilium(ClusterName cluster) {
        return new CiliumCommands(context(cluster));
    }
}
