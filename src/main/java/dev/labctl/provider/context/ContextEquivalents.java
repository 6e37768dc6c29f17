package dev.labctl.provider.context;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.Equivalents;
import java.util.List;

/** What a reader would type for the cluster of a context. */
record ContextEquivalents() implements Equivalents {
    @Override
    public String context(ClusterName cluster) {
        return cluster.value();
    }

    @Override
    public List<String> useContext(ClusterName cluster) {
        return List.of(ShellWords.join("kubectl", List.of("config", "use-context", cluster.value())));
    }
}
