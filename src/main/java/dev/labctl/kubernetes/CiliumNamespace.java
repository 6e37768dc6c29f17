package dev.labctl.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The namespace that Cilium is installed in: {@code kube-system} where the cilium CLI installed it, any other by Helm. Its
 * DaemonSet and ConfigMap have fixed names (Cilium 1.14 to 1.18 {@code install/kubernetes/cilium/templates}).
 */
public record CiliumNamespace(String name) {
    /** The cilium CLI's own choice. */
    public static final CiliumNamespace DEFAULT = new CiliumNamespace("kube-system");

    private static final Map<String, String> AGENTS = Map.of("k8s-app", "cilium");
    private static final String AGENT = "cilium";
    private static final String CONFIG = "cilium-config";

    /** Where Cilium is, as the cluster's DaemonSets say; the default where there is none. */
    public static CiliumNamespace of(KubeApi api) {
        return of(api.list("apps/v1", "DaemonSet", Optional.empty(), AGENTS).stream());
    }

    /** Where Cilium is, as objects say that were read: its DaemonSet, or where that may not be read its agents' pods. */
    static CiliumNamespace in(List<KubeObject> objects) {
        return of(objects.stream()
                .filter(object -> object.hasLabels(AGENTS))
                .filter(object -> object.kind().equals("DaemonSet")
                        || (object.kind().equals("Pod") && object.name().startsWith(AGENT + "-")))
                .sorted(Comparator.comparing(KubeObject::kind)));
    }

    private static CiliumNamespace of(Stream<KubeObject> agents) {
        return agents.filter(object ->
                        !object.kind().equals("DaemonSet") || object.name().equals(AGENT))
                .flatMap(object -> object.namespace().stream())
                .findFirst()
                .map(CiliumNamespace::new)
                .orElse(DEFAULT);
    }

    /** The DaemonSet of the agents. */
    public ObjectRef agents() {
        return ObjectRef.namespaced("apps/v1", "DaemonSet", name, AGENT);
    }

    public ObjectRef operator() {
        return ObjectRef.namespaced("apps/v1", "Deployment", name, "cilium-operator");
    }

    /** The settings that agents and operator run with. */
    public ObjectRef config() {
        return ObjectRef.namespaced("v1", "ConfigMap", name, CONFIG);
    }

    @Override
    public String toString() {
        return name;
    }
}
