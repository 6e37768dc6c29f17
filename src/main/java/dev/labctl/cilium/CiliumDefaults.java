package dev.labctl.cilium;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.ClusterName;
import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values that the cilium CLI sets by itself on a kind cluster, before the lab's own are laid over them (cilium-cli
 * {@code install/autodetect.go}, {@code install/helm.go}). Plain Helm sets none of them. Some depend on objects that the CLI
 * looks up before it installs: without the DaemonSet of kube-proxy it has Cilium replace kube-proxy and reach the API server
 * at the address in the EndpointSlice {@code kubernetes}.
 */
public final class CiliumDefaults {
    private static final ObjectRef KUBE_PROXY =
            ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "kube-proxy");
    /** Stands for the address of the API server, which the CLI looks up. */
    public static final String ADDRESS = "(the API server's address)";

    private static final Map<String, String> OF_API_SERVER = Map.of("kubernetes.io/service-name", "kubernetes");

    private CiliumDefaults() {}

    /**
     * The defaults on one cluster.
     *
     * @param lab the lab's own values
     * @param kubeProxy whether the cluster has kube-proxy
     */
    public static Map<String, Object> onKind(ClusterName cluster, Map<String, Object> lab, boolean kubeProxy) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("cluster", Map.of("name", cluster.kindContext()));
        defaults.put("ipam", Map.of("mode", "kubernetes"));
        defaults.put("operator", Map.of("replicas", 1L));
        if (Tree.text(lab, "routingMode").isEmpty()) {
            defaults.put("routingMode", "tunnel");
            defaults.put("tunnelProtocol", "vxlan");
        }
        if (!kubeProxy) {
            defaults.put("kubeProxyReplacement", true);
            defaults.put("k8sServiceHost", ADDRESS);
            defaults.put("k8sServicePort", 6443L);
        }
        return defaults;
    }

    /**
     * Whether a new cluster has what the CLI detects: kubeadm creates kube-proxy some seconds after the API server answers.
     *
     * @param kubeProxy whether the cluster will have kube-proxy
     */
    public static ObjectStatus detectable(KubeApi cluster, boolean kubeProxy) {
        if (kubeProxy) {
            return ObjectStatus.currentIf(hasKubeProxy(cluster), "kube-proxy is not deployed yet");
        }
        boolean published = !cluster.list("discovery.k8s.io/v1", "EndpointSlice", Optional.of("default"), OF_API_SERVER)
                .isEmpty();
        return ObjectStatus.currentIf(published, "the API server has not published its address yet");
    }

    public static boolean hasKubeProxy(KubeApi cluster) {
        return cluster.get(KUBE_PROXY).isPresent();
    }
}
