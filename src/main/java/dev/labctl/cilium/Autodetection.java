package dev.labctl.cilium;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import java.util.Map;
import java.util.Optional;

/**
 * The objects that the cilium CLI looks up before it installs: what it does not find changes the values that it sets. Without
 * the DaemonSet of kube-proxy it has Cilium replace kube-proxy and reach the API server at the address in the EndpointSlice
 * {@code kubernetes} (cilium-cli {@code install/autodetect.go}).
 */
public final class Autodetection {
    private static final ObjectRef KUBE_PROXY =
            ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "kube-proxy");
    private static final Map<String, String> OF_API_SERVER = Map.of("kubernetes.io/service-name", "kubernetes");

    private Autodetection() {}

    /**
     * Whether a new cluster has what the CLI detects: kubeadm creates kube-proxy some seconds after the API server answers.
     *
     * @param kubeProxy whether the cluster will have kube-proxy
     */
    public static ObjectStatus ready(KubeApi cluster, boolean kubeProxy) {
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
