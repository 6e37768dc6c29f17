package dev.labctl.provider;

import dev.labctl.cilium.CiliumState;
import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation.Gap;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from a cluster's API what its state is. */
public final class ClusterObserver {
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    private ClusterObserver() {}

    /**
     * The state of a cluster whose API server answers.
     *
     * @param ours whether labctl created it, where it has no record
     */
    public static ClusterState.Reachable observe(KubeApi api, boolean ours) {
        Optional<LabRecord> record = record(api);
        List<KubeObject> nodes = api.list("v1", "Node", Optional.empty(), Map.of());
        ClusterFacts facts = facts(api, nodes);
        CiliumState cilium = CiliumState.of(api);
        return record.filter(known -> !known.adopted())
                .<ClusterState.Reachable>map(
                        created -> new ClusterState.Managed(created, facts, cilium.inspected(api, nodes)))
                .orElseGet(() -> new ClusterState.Foreign(ours, facts, cilium, record));
    }

    public static Optional<LabRecord> record(KubeApi api) {
        return api.get(LabRecord.REF).flatMap(LabRecord::of);
    }

    private static ClusterFacts facts(KubeApi api, List<KubeObject> nodes) {
        int controlPlanes = (int) nodes.stream()
                .filter(node -> node.labels().containsKey(CONTROL_PLANE))
                .count();
        return new ClusterFacts(
                controlPlanes,
                nodes.size() - controlPlanes,
                api.version(),
                families(nodes),
                daemonSet(api, "kube-proxy"),
                daemonSet(api, "kindnet"),
                podCidrs(nodes),
                nodes.stream().map(KubeObject::labels).toList(),
                HaltedNodes.NONE,
                api.gaps().stream().collect(Collectors.toMap(Gap::kind, Gap::why, (first, next) -> first)));
    }

    private static boolean daemonSet(KubeApi api, String name) {
        return api.get(ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", name))
                .isPresent();
    }

    private static String families(List<KubeObject> nodes) {
        List<Object> podCidrs = List.copyOf(podCidrs(nodes));
        Set<Family> families = Family.of(podCidrs.isEmpty() ? addresses(nodes) : podCidrs);
        if (families.size() > 1) {
            return "dual";
        }
        return families.contains(Family.IPV6) ? "ipv6" : "ipv4";
    }

    private static List<String> podCidrs(List<KubeObject> nodes) {
        return nodes.stream()
                .flatMap(node -> node.list("spec", "podCIDRs").stream())
                .map(String::valueOf)
                .toList();
    }

    /** Of nodes that Kubernetes gives no pod CIDRs, as on EKS, their own addresses say which families the cluster has. */
    private static List<Object> addresses(List<KubeObject> nodes) {
        return nodes.stream()
                .flatMap(node -> node.list("status", "addresses").stream())
                .filter(address -> Tree.has(address, "InternalIP", "type"))
                .flatMap(address -> Tree.text(address, "address").stream())
                .<Object>map(text -> text)
                .toList();
    }
}
