package dev.labctl.lab;

import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration that kind writes for kubeadm before any patch (kind 0.33 {@code pkg/cluster/internal/kubeadm/config.go}): all
 * fields, because a JSON patch may only change what is there, but only those values that a lab can see.
 */
final class KubeadmTemplate {
    static final String INIT = "InitConfiguration";
    static final String JOIN = "JoinConfiguration";
    static final String CLUSTER = "ClusterConfiguration";
    static final String KUBELET = "KubeletConfiguration";
    static final String PROXY = "KubeProxyConfiguration";
    private static final String SET_BY_KIND = "";

    private KubeadmTemplate() {}

    /** The documents for a node by their kinds. */
    static Map<String, Map<String, Object>> of(KindConfig kind, KindConfig.Node node, KubeadmApi api) {
        Map<String, Object> endpoint = Tree.of("advertiseAddress", SET_BY_KIND, "bindPort", SET_BY_KIND);
        Map<String, Object> registration =
                Tree.of("criSocket", SET_BY_KIND, "kubeletExtraArgs", KubeadmArguments.write(api, kubelet(node)));
        Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
        documents.put(CLUSTER, cluster(kind, api));
        documents.put(
                INIT,
                Tree.of(
                        "bootstrapTokens", SET_BY_KIND,
                        "localAPIEndpoint", endpoint,
                        "nodeRegistration", registration));
        documents.put(
                JOIN,
                Tree.of(
                        "controlPlane",
                        controlPlane(node) ? Map.of("localAPIEndpoint", endpoint) : null,
                        "nodeRegistration",
                        registration,
                        "discovery",
                        Map.of("bootstrapToken", SET_BY_KIND)));
        documents.put(
                KUBELET,
                Tree.of(
                        "cgroupDriver", SET_BY_KIND,
                        "cgroupRoot", SET_BY_KIND,
                        "failSwapOn", SET_BY_KIND,
                        "imageGCHighThresholdPercent", SET_BY_KIND,
                        "evictionHard", Map.of()));
        if (kind.kubeProxy()) {
            documents.put(PROXY, Tree.of("mode", SET_BY_KIND, "iptables", Map.of(), "conntrack", Map.of()));
        }
        return documents;
    }

    private static boolean controlPlane(KindConfig.Node node) {
        return node.role().equals("control-plane");
    }

    private static Map<String, Object> cluster(KindConfig kind, KubeadmApi api) {
        return Tree.of(
                "kubernetesVersion",
                SET_BY_KIND,
                "clusterName",
                SET_BY_KIND,
                "controlPlaneEndpoint",
                SET_BY_KIND,
                "apiServer",
                Map.of("extraArgs", KubeadmArguments.write(api, Map.of("runtime-config", SET_BY_KIND))),
                "controllerManager",
                Map.of("extraArgs", KubeadmArguments.write(api, Map.of("enable-hostpath-provisioner", "true"))),
                "scheduler",
                Map.of(),
                "networking",
                Tree.of(
                        "podSubnet", kind.podSubnet().orElse(SET_BY_KIND),
                        "serviceSubnet", kind.serviceSubnet().orElse(SET_BY_KIND)));
    }

    /** The kubelet's arguments. */
    private static Map<String, String> kubelet(KindConfig.Node node) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("node-ip", SET_BY_KIND);
        arguments.put("provider-id", SET_BY_KIND);
        arguments.put(
                KubeadmConfig.NODE_LABELS,
                node.labels().entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",")));
        return arguments;
    }
}
