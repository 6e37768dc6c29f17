package dev.labctl.provider.rehearsal;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import java.nio.file.Path;
import java.util.List;

/**
 * What a reader would type for a real cluster in place of a rehearsal. Nothing that deletes: pasted, it would delete from a
 * real cluster of the same name.
 */
record RehearsalEquivalents(Equivalents real) implements Equivalents {
    @Override
    public String context(ClusterName cluster) {
        return real.context(cluster);
    }

    @Override
    public List<String> create(ClusterSpec spec) {
        return real.create(spec);
    }

    @Override
    public List<String> delete(ClusterName cluster) {
        return List.of("labctl down" + (cluster.equals(ClusterName.BOOK) ? "" : " --cluster " + cluster));
    }

    @Override
    public List<String> useContext(ClusterName cluster) {
        return List.of();
    }

    @Override
    public List<String> uninstallCilium(ClusterName cluster) {
        return List.of();
    }

    @Override
    public List<String> deleteObjects(ClusterName cluster, List<Path> files) {
        return List.of();
    }
}
