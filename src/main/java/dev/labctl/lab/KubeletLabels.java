package dev.labctl.lab;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The labels that a kubelet may give its own node (Kubernetes 1.33 {@code staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go}). */
final class KubeletLabels {
    private static final Set<String> ALLOWED = Set.of(
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/instance-type",
            "beta.kubernetes.io/os",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone",
            "kubernetes.io/arch",
            "kubernetes.io/hostname",
            "kubernetes.io/os",
            "node.kubernetes.io/instance-type",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone");

    private KubeletLabels() {}

    /** Why a kubelet with these labels does not start; empty where it does. */
    static Optional<String> refusal(Map<String, String> labels) {
        return labels.keySet().stream()
                .filter(key -> reserved(namespace(key)) && !ALLOWED.contains(key) && !own(namespace(key)))
                .findFirst()
                .map(key -> "the kubelet does not start with the label " + key
                        + ": labels of kubernetes.io and k8s.io that it may set begin with node.kubernetes.io/ or"
                        + " kubelet.kubernetes.io/");
    }

    private static String namespace(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }

    private static boolean reserved(String namespace) {
        return Stream.of("kubernetes.io", "k8s.io").anyMatch(domain -> isOrIsBelow(namespace, domain));
    }

    private static boolean own(String namespace) {
        return Stream.of("node.kubernetes.io", "kubelet.kubernetes.io")
                .anyMatch(domain -> isOrIsBelow(namespace, domain));
    }

    private static boolean isOrIsBelow(String namespace, String domain) {
        return namespace.equals(domain) || namespace.endsWith("." + domain);
    }
}
