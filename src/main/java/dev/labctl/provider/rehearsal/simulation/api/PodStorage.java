package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pods behind the API server. There may be fifty thousand, so they are not kept as objects. */
public interface PodStorage {
    Optional<KubeObject> get(ObjectRef ref);

    /**
     * Pods that have all of these labels.
     *
     * @param namespace empty for all namespaces
     */
    List<KubeObject> list(Optional<String> namespace, Map<String, String> labels);

    /**
     * Creates a pod, or checks that it is not changed.
     *
     * @param tree with its defaults
     */
    KubeObject apply(ObjectRef ref, Map<String, Object> tree);

    void delete(ObjectRef ref);
}
