package dev.labctl.kubernetes;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Where Cilium is; the default where it is not found. */
    public static CiliumNamespace of(KubeApi api) {
        return find(api).orElse(DEFAULT);
    }

    /** Where Cilium is, as its DaemonSet says, or where that may not be read its agents' pods. */
    public static Optional<CiliumNamespace> find(KubeApi api) {
        Optional<CiliumNamespace> found = find(api.list("apps/v1", "DaemonSet", Optional.empty(), AGENTS));
        return found.isPresent() || api.knows("DaemonSet")
                ? found
                : find(api.list("v1", "Pod", Optional.empty(), AGENTS));
    }

    /** Where Cilium is, as objects say that were read; the default where they do not say it. */
    static CiliumNamespace in(List<KubeObject> objects) {
        return find(objects).orElse(DEFAULT);
    }

    private static Optional<CiliumNamespace> find(List<KubeObject> objects) {
        return objects.stream()
                .filter(object -> object.hasLabels(AGENTS))
                .filter(object -> object.kind().equals("DaemonSet")
                        ? object.name().equals(AGENT)
                        : object.kind().equals("Pod") && object.name().startsWith(AGENT + "-"))
                .sorted(Comparator.comparing(KubeObject::kind))
                .flatMap(object -> object.namespace().stream())
                .findFirst()
                .map(CiliumNamespace::new);
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
