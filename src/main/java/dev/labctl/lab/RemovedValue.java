package dev.labctl.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Helm value of earlier versions of Cilium (Cilium 1.18 {@code install/kubernetes/cilium/templates/validate.yaml} and {@code
 * cilium-configmap.yaml}, and the upgrade guides of 1.9 to 1.18).
 *
 * @param instead what has taken its place; empty if nothing has
 */
record RemovedValue(String path, Effect effect, String instead) {
    /** What the chart does if the value is there. */
    enum Effect {
        /** It fails, unless the value is empty in the sense of Go's templates. */
        FAILS,
        /** It fails whatever the value is. */
        ALWAYS_FAILS,
        /** It fails in mode cluster-pool. */
        FAILS_IN_CLUSTER_POOL,
        IGNORED
    }

    private static final Map<String, RemovedValue> ALL = List.of(
                    fails("tunnel", "routingMode and tunnelProtocol"),
                    fails("enableCiliumEndpointSlice", "ciliumEndpointSlice.enabled"),
                    fails("ciliumEndpointSlice.sliceMode", ""),
                    fails("encryption.keyFile", "encryption.ipsec.keyFile"),
                    fails("encryption.mountPath", "encryption.ipsec.mountPath"),
                    fails("encryption.secretName", "encryption.ipsec.secretName"),
                    fails("encryption.interface", "encryption.ipsec.interface"),
                    new RemovedValue("proxy.prometheus.enabled", Effect.ALWAYS_FAILS, "envoy.prometheus.enabled"),
                    fails("proxy.prometheus.port", "envoy.prometheus.port"),
                    fails("endpointStatus", ""),
                    fails("remoteNodeIdentity", ""),
                    fails("containerRuntime.integration", ""),
                    fails("etcd.managed", ""),
                    fails("clustermesh.apiserver.tls.ca.cert", "tls.ca.cert"),
                    fails("clustermesh.apiserver.tls.ca.key", "tls.ca.key"),
                    fails("enableK8sEventHandover", ""),
                    fails("enableCnpStatusUpdates", ""),
                    poolCidr("clusterPoolIPv4PodCIDR"),
                    poolCidr("clusterPoolIPv6PodCIDR"),
                    ignored("nativeRoutingCIDR", "ipv4NativeRoutingCIDR"),
                    ignored("masquerade", "enableIPv4Masquerade"),
                    ignored("bgp", "bgpControlPlane.enabled"),
                    ignored("externalIPs", "kubeProxyReplacement: true"),
                    ignored("hostPort", "kubeProxyReplacement: true"),
                    ignored("nodePort.enabled", "kubeProxyReplacement: true"),
                    ignored("operator.numReplicas", "operator.replicas"),
                    ignored("ipvlan", ""))
            .stream()
            .collect(Collectors.toUnmodifiableMap(RemovedValue::path, Function.identity()));

    private static RemovedValue fails(String path, String instead) {
        return new RemovedValue(path, Effect.FAILS, instead);
    }

    private static RemovedValue ignored(String path, String instead) {
        return new RemovedValue(path, Effect.IGNORED, instead);
    }

    private static RemovedValue poolCidr(String name) {
        return new RemovedValue(
                "ipam.operator." + name, Effect.FAILS_IN_CLUSTER_POOL, "ipam.operator." + name + "List, with a list");
    }

    static Optional<RemovedValue> at(String path) {
        return Optional.ofNullable(ALL.get(path));
    }

    /** Whether one of them is below this path. */
    static boolean isBelow(String path) {
        return ALL.keySet().stream().anyMatch(removed -> removed.startsWith(path + "."));
    }

    /**
     * Whether the chart fails.
     *
     * @param value that is set
     * @param mode of IPAM in the same values; empty if they set none
     */
    boolean fails(Object value, String mode) {
        return switch (effect) {
            case FAILS -> !empty(value);
            case ALWAYS_FAILS -> value != null;
            case FAILS_IN_CLUSTER_POOL -> value != null && mode.equals("cluster-pool");
            case IGNORED -> false;
        };
    }

    private static boolean empty(Object value) {
        return value == null
                || value.equals(false)
                || value.equals("")
                || value.equals(0L)
                || value.equals(List.of())
                || value.equals(Map.of());
    }

    String advice() {
        return instead.isEmpty() ? "Remove it." : "Use " + instead + ".";
    }
}
