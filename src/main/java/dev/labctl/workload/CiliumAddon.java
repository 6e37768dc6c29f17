package dev.labctl.workload;

import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What Cilium's chart adds for a feature that values turn on, and whose pods take addresses of their own, unlike the agents,
 * Envoy and the operator (Cilium 1.18 {@code install/kubernetes/cilium/templates}). Spire's agents are here with its server:
 * they are on the nodes' own network, but count for the kubelets' limits.
 *
 * @param enabled the values that all have to be true, as dotted paths; those of {@link #ON} are true unless they are set
 * @param settings where the chart's values have the replicas, the node selector, the tolerations and the affinity
 * @param images in the order of the containers; a tag {@code ${version}} is Cilium's own
 */
public record CiliumAddon(
        String kind,
        String name,
        Optional<String> namespaceValue,
        List<String> enabled,
        String settings,
        Map<String, String> labels,
        boolean hostNetwork,
        List<String> images) {
    private static final List<String> ON = List.of("hubble.enabled");
    private static final String SPIRE = "authentication.mutual.spire.";
    private static final List<String> SPIRE_ON = List.of(SPIRE + "enabled", SPIRE + "install.enabled");
    private static final String SPIRE_NAMESPACE = SPIRE + "install.namespace";
    private static final String SPIRE_DEFAULT_NAMESPACE = "cilium-spire";

    private static final List<CiliumAddon> ALL = List.of(
            deployment(
                    "hubble-relay",
                    List.of("hubble.enabled", "hubble.relay.enabled"),
                    "hubble.relay",
                    "quay.io/cilium/hubble-relay:v${version}"),
            deployment(
                    "hubble-ui",
                    List.of("hubble.enabled", "hubble.ui.enabled"),
                    "hubble.ui",
                    "quay.io/cilium/hubble-ui:v0.13.3",
                    "quay.io/cilium/hubble-ui-backend:v0.13.3"),
            deployment(
                    "clustermesh-apiserver",
                    List.of("clustermesh.useAPIServer"),
                    "clustermesh.apiserver",
                    "quay.io/cilium/clustermesh-apiserver:v${version}",
                    "quay.io/cilium/clustermesh-apiserver:v${version}",
                    "quay.io/cilium/clustermesh-apiserver:v${version}"),
            spire("StatefulSet", "server", false),
            spire("DaemonSet", "agent", true));

    private static CiliumAddon deployment(String name, List<String> enabled, String settings, String... images) {
        Map<String, String> labels = new TreeMap<>(
                Map.of("k8s-app", name, "app.kubernetes.io/name", name, "app.kubernetes.io/part-of", "cilium"));
        return new CiliumAddon("Deployment", name, Optional.empty(), enabled, settings, labels, false, List.of(images));
    }

    private static CiliumAddon spire(String kind, String part, boolean hostNetwork) {
        String name = "spire-" + part;
        return new CiliumAddon(
                kind,
                name,
                Optional.of(SPIRE_NAMESPACE),
                SPIRE_ON,
                SPIRE + "install." + part,
                Map.of("app", name),
                hostNetwork,
                List.of("ghcr.io/spiffe/" + name + ":1.12.4"));
    }

    /**
     * The objects that values ask for, after their namespaces.
     *
     * @param version Cilium's, without a leading {@code v}
     */
    public static List<Map<String, Object>> objects(Map<String, Object> values, String version) {
        List<CiliumAddon> wanted =
                ALL.stream().filter(addon -> addon.isEnabled(values)).toList();
        List<Map<String, Object>> objects = new ArrayList<>(wanted.stream()
                .filter(addon -> addon.namespaceValue.isPresent())
                .map(addon -> addon.namespace(values))
                .distinct()
                .map(namespace -> Tree.of(
                        "apiVersion", "v1", "kind", "Namespace", "metadata", Map.<String, Object>of("name", namespace)))
                .toList());
        wanted.forEach(addon -> objects.add(addon.object(values, version)));
        return objects;
    }

    private boolean isEnabled(Map<String, Object> values) {
        return enabled.stream().allMatch(path -> Tree.flag(values, path(path)).orElse(ON.contains(path)));
    }

    private String namespace(Map<String, Object> values) {
        return namespaceValue
                .map(path -> Tree.text(values, path(path)).orElse(SPIRE_DEFAULT_NAMESPACE))
                .orElse(SystemWorkloads.KUBE_SYSTEM);
    }

    private Map<String, Object> object(Map<String, Object> values, String version) {
        Map<String, Object> set = Tree.map(values, path(settings));
        TreeBuilder spec = new TreeBuilder()
                .put("hostNetwork", hostNetwork)
                .put("nodeSelector", Tree.merge(Map.of("kubernetes.io/os", "linux"), Tree.map(set, "nodeSelector")))
                .put("containers", containers(version));
        (hostNetwork ? Optional.<Object>of(List.of(Map.of("operator", "Exists"))) : Tree.at(set, "tolerations"))
                .ifPresent(tolerations -> spec.put("tolerations", tolerations));
        Stream.of("affinity", "topologySpreadConstraints")
                .forEach(key -> Tree.at(set, key).ifPresent(rule -> spec.put(key, rule)));
        TreeBuilder object = new TreeBuilder()
                .put("apiVersion", "apps/v1")
                .put("kind", kind)
                .put("metadata", Tree.of("name", name, "namespace", namespace(values), "labels", labels));
        if (kind.equals("Deployment")) {
            object.put("spec.replicas", Tree.number(set, "replicas").orElse(1L));
        }
        return object.put("spec.selector.matchLabels", labels)
                .put("spec.template.metadata.labels", labels)
                .put("spec.template.metadata.annotations", Tree.texts(set, "podAnnotations"))
                .put("spec.template.spec", spec.build())
                .build();
    }

    private List<Object> containers(String version) {
        List<Object> containers = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            containers.add(Tree.of(
                    "name",
                    i == 0 ? name : name + "-" + (i + 1),
                    "image",
                    images.get(i).replace("${version}", version)));
        }
        return containers;
    }

    private static String[] path(String dotted) {
        return dotted.split("\\.", -1);
    }
}
