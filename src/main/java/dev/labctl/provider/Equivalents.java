package dev.labctl.provider;

import dev.labctl.lab.ClusterName;
import java.nio.file.Path;
import java.util.List;

/** The lines that do by hand what a step does: a reader can learn from them, or paste them into a bug report. */
public interface Equivalents {
    List<String> create(ClusterSpec spec);

    List<String> delete(ClusterName cluster);

    List<String> installCilium(CiliumRequest request);

    List<String> upgradeCilium(CiliumRequest request);

    List<String> awaitCilium(ClusterName cluster);

    List<String> uninstallCilium(ClusterName cluster);

    List<String> apply(ClusterName cluster, List<Path> files);

    List<String> deleteObjects(ClusterName cluster, List<Path> files);

    List<String> useContext(ClusterName cluster);
}
