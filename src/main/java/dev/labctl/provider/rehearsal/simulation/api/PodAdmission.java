package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import java.util.Optional;
import java.util.Set;

/**
 * What the API server's admission plugins refuse of a pod: a service account, a priority class or a runtime class that is not
 * there (Kubernetes 1.33 {@code plugin/pkg/admission}).
 */
record PodAdmission(ObjectStore store) {
    private static final Set<String> SYSTEM_CLASSES = Set.of("", "system-cluster-critical", "system-node-critical");

    /**
     * Checks a pod that is new.
     *
     * @throws dev.labctl.kubernetes.ApiException if a plugin refuses it
     */
    void check(KubeObject pod) {
        refusal(pod).ifPresent(why -> {
            throw Rejections.forbidden(pod.ref(), why);
        });
    }

    private Optional<String> refusal(KubeObject pod) {
        String namespace = pod.namespace().orElse("default");
        String account = pod.text("spec", "serviceAccountName").orElse("default");
        String priority = pod.text("spec", "priorityClassName").orElse("");
        Optional<String> runtime = pod.text("spec", "runtimeClassName");
        if (store.get(ObjectRef.namespaced("v1", "ServiceAccount", namespace, account))
                .isEmpty()) {
            return Optional.of("error looking up service account " + namespace + "/" + account + ": serviceaccount \""
                    + account + "\" not found");
        }
        if (!SYSTEM_CLASSES.contains(priority) && missing("scheduling.k8s.io/v1", "PriorityClass", priority)) {
            return Optional.of("no PriorityClass with name " + priority + " was found");
        }
        return runtime.filter(name -> missing("node.k8s.io/v1", "RuntimeClass", name))
                .map(name -> "pod rejected: RuntimeClass \"" + name + "\" not found");
    }

    private boolean missing(String apiVersion, String kind, String name) {
        return store.get(ObjectRef.ofCluster(apiVersion, kind, name)).isEmpty();
    }
}
