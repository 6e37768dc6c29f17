package dev.labctl.workload;

import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeChoice.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pods that come with a cluster and with Cilium. */
public final class SystemWorkloads {
    /** The namespace of the system's own pods, Cilium's agents among them. */
    public static final String KUBE_SYSTEM = "kube-system";

    private static final Toleration ANYTHING = new Toleration("", "Exists", "", "");
    private static final Toleration CONTROL_PLANE =
            new Toleration(Taint.CONTROL_PLANE.key(), "Exists", "", Taint.CONTROL_PLANE.effect());
    private static final List<String> STATIC =
            List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

    private SystemWorkloads() {}

    /**
     * Those of a kind cluster: CoreDNS and the storage provisioner, which take addresses and tolerate the control plane
     * (Kubernetes 1.33 {@code cmd/kubeadm/app/phases/addons/dns}, kind 0.33 {@code pkg/build/nodeimage}), and those on the
     * nodes' own network, which count for the kubelets' limits.
     */
    public static List<WorkloadSpec> ofKind(List<NodeShape> nodes, boolean kubeProxy) {
        List<WorkloadSpec> all = new ArrayList<>();
        all.add(coreDns());
        all.add(WorkloadSpec.deployment(
                "local-path-storage",
                "local-path-provisioner",
                1,
                pod(false, Map.of("app", "local-path-provisioner"), CONTROL_PLANE)));
        if (kubeProxy) {
            all.add(daemonSet("kube-proxy"));
        }
        nodes.stream()
                .filter(NodeShape::controlPlane)
                .forEach(node -> STATIC.forEach(name -> all.add(onHostOf(node, name))));
        return all;
    }

    /** Those of an EKS cluster that take addresses: CoreDNS; AWS' own agents are on the nodes' network. */
    public static List<WorkloadSpec> ofEks() {
        return List.of(coreDns(), daemonSet("kube-proxy"));
    }

    private static WorkloadSpec coreDns() {
        return WorkloadSpec.deployment(
                KUBE_SYSTEM,
                "coredns",
                2,
                pod(
                        false,
                        Map.of("k8s-app", "kube-dns"),
                        CONTROL_PLANE,
                        new Toleration("CriticalAddonsOnly", "Exists", "", "")));
    }

    private static WorkloadSpec onHostOf(NodeShape node, String name) {
        return new WorkloadSpec("Pod", KUBE_SYSTEM, name + "-" + node.name(), 1, hostPod(Optional.of(node.name())));
    }

    /** Cilium's own, as its values ask for them (Cilium 1.18 chart {@code values.yaml}). */
    public static List<WorkloadSpec> ofCilium(Map<String, Object> values) {
        List<WorkloadSpec> all = new ArrayList<>();
        all.add(daemonSet("cilium"));
        if (Tree.flag(values, "envoy", "enabled").orElse(true)) {
            all.add(daemonSet("cilium-envoy"));
        }
        int operators = Tree.integer(values, "operator", "replicas").orElse(2);
        all.add(WorkloadSpec.deployment(KUBE_SYSTEM, "cilium-operator", operators, hostPod(Optional.empty())));
        CiliumAddon.objects(values, "")
                .forEach(object -> WorkloadSpec.of(object).ifPresent(all::add));
        return all;
    }

    private static WorkloadSpec daemonSet(String name) {
        return new WorkloadSpec("DaemonSet", KUBE_SYSTEM, name, 0, hostPod(Optional.empty()));
    }

    private static PodTemplate hostPod(Optional<String> node) {
        PodTemplate pod = pod(true, Map.of(), ANYTHING);
        return new PodTemplate(pod.labels(), pod.annotations(), true, node, pod.rules());
    }

    private static PodTemplate pod(boolean hostNetwork, Map<String, String> labels, Toleration... tolerations) {
        return new PodTemplate(
                labels,
                Map.of(),
                hostNetwork,
                Optional.empty(),
                new SchedulingConstraints(
                        new NodeChoice(Map.of("kubernetes.io/os", "linux"), List.of(), List.of(tolerations)),
                        List.of(),
                        List.of()));
    }
}
