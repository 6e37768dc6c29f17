package dev.labctl.cilium;

import dev.labctl.lab.ClusterName;
import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that the cilium CLI sets by itself on a kind cluster, before the lab's own are laid over them (cilium-cli
 * {@code install/autodetect.go}, {@code install/helm.go}). Plain Helm sets none of them.
 */
public final class CiliumDefaults {
    private CiliumDefaults() {}

    /**
     * The defaults on one cluster.
     *
     * @param lab the lab's own values
     * @param kubeProxy whether the cluster has kube-proxy
     */
    public static Map<String, Object> onKind(ClusterName cluster, Map<String, Object> lab, boolean kubeProxy) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("cluster", Map.of("name", "kind-" + cluster));
        defaults.put("ipam", Map.of("mode", "kubernetes"));
        defaults.put("operator", Map.of("replicas", 1L));
        if (Tree.text(lab, "routingMode").isEmpty()) {
            defaults.put("routingMode", "tunnel");
            defaults.put("tunnelProtocol", "vxlan");
        }
        if (!kubeProxy) {
            defaults.put("kubeProxyReplacement", true);
            defaults.put("k8sServiceHost", "(the API server's address)");
            defaults.put("k8sServicePort", 6443L);
        }
        return defaults;
    }
}
