package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.lab.CiliumKind;
import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.tree.Tree;
import dev.labctl.workload.EksNode;
import dev.labctl.workload.NodeConfigs;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.SystemWorkloads;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The input of a prediction.
 *
 * @param values Cilium's Helm values as they reach the cluster, the installer's own defaults with them
 * @param workloads the lab's own
 * @param system those that come with the cluster
 * @param namespaces the annotations of namespaces that the lab creates
 * @param pools the lab's {@code CiliumPodIPPool} objects
 * @param latePools the names of those that are applied only once Cilium is ready
 * @param nodeConfigs the lab's {@code CiliumNodeConfig} objects in the namespace of the agents
 * @param ofFiles what the lab's files show by themselves
 * @param custom the lab's objects of Cilium's kinds
 */
public record Scenario(
        List<NodeShape> nodes,
        Map<String, Object> values,
        ClusterConfig cluster,
        List<WorkloadSpec> workloads,
        List<WorkloadSpec> system,
        Map<String, Map<String, String>> namespaces,
        List<Map<String, Object>> pools,
        Set<String> latePools,
        NodeConfigs nodeConfigs,
        List<Finding> ofFiles,
        List<Manifest> custom) {
    public Scenario {
        nodes = List.copyOf(nodes);
        workloads = List.copyOf(workloads);
        system = List.copyOf(system);
        namespaces = Map.copyOf(namespaces);
        pools = List.copyOf(pools);
        latePools = Set.copyOf(latePools);
        ofFiles = List.copyOf(ofFiles);
        custom = List.copyOf(custom);
    }

    /**
     * A lab with hypothetical changes.
     *
     * @param defaults the values that the installer sets where the lab does not
     * @throws dev.labctl.failure.FailureException where a change names something that the lab does not have
     */
    public static Scenario of(Lab lab, ClusterName cluster, Map<String, Object> defaults, WhatIf whatIf) {
        Map<String, Object> values =
                Tree.merge(Tree.merge(defaults, lab.values().treeFor(cluster)), whatIf.values());
        List<NodeShape> nodes = nodes(lab.cluster(), cluster, whatIf);
        List<WorkloadSpec> system = new ArrayList<>(
                lab.kind().isPresent()
                        ? SystemWorkloads.ofKind(nodes, lab.cluster().kubeProxy())
                        : SystemWorkloads.ofEks());
        system.addAll(SystemWorkloads.ofCilium(values));
        return new Scenario(
                nodes,
                values,
                lab.cluster(),
                whatIf.scale(lab.objects().stream()
                        .flatMap(manifest -> WorkloadSpec.of(manifest.tree()).stream())
                        .toList()),
                system,
                namespaces(lab.objects()),
                of(lab.objects(), "CiliumPodIPPool").map(Manifest::tree).toList(),
                of(lab.manifests(), "CiliumPodIPPool").map(Manifest::name).collect(Collectors.toSet()),
                new NodeConfigs(of(lab.objects(), NodeConfigs.KIND)
                        .map(Manifest::tree)
                        .filter(tree -> Tree.has(tree, SystemWorkloads.KUBE_SYSTEM, "metadata", "namespace"))
                        .toList()),
                FileLint.of(lab, cluster, values, whatIf),
                lab.objects().stream()
                        .filter(manifest -> manifest.apiVersion().startsWith(CiliumKind.GROUP + "/"))
                        .toList());
    }

    private static Stream<Manifest> of(List<Manifest> manifests, String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    /** The names of pools that the API server refuses because of their API version. */
    Set<String> refusedPools() {
        return of(custom, "CiliumPodIPPool")
                .filter(pool -> CiliumKind.of(pool.kind())
                        .filter(kind -> kind.apiVersions().contains(pool.apiVersion()))
                        .isEmpty())
                .map(Manifest::name)
                .collect(Collectors.toSet());
    }

    private static List<NodeShape> nodes(ClusterConfig config, ClusterName cluster, WhatIf whatIf) {
        if (config instanceof KindConfig kind) {
            return whatIf.resize(
                    NodeShape.ofKind(cluster, kind),
                    number -> NodeShape.worker(cluster + "-worker" + (number == 1 ? "" : number)));
        }
        List<NodeShape> own =
                EksNode.of((EksctlConfig) config).stream().map(EksNode::shape).toList();
        return whatIf.resize(own, number -> EksNode.further((EksctlConfig) config, number));
    }

    private static Map<String, Map<String, String>> namespaces(List<Manifest> manifests) {
        Map<String, Map<String, String>> annotations = new LinkedHashMap<>();
        manifests.stream()
                .filter(manifest -> manifest.kind().equals("Namespace"))
                .forEach(manifest ->
                        annotations.put(manifest.name(), Tree.texts(manifest.tree(), "metadata", "annotations")));
        return annotations;
    }

    /** The cluster of a lab on kind. */
    Optional<KindConfig> kind() {
        return cluster instanceof KindConfig kind ? Optional.of(kind) : Optional.empty();
    }

    public IpamSettings settings() {
        return IpamSettings.ofValues(values);
    }

    /** The lab's own workloads, then those of the system. */
    List<WorkloadSpec> all() {
        List<WorkloadSpec> all = new ArrayList<>(workloads);
        all.addAll(system);
        return all;
    }

    /** The same with other values laid over these. */
    Scenario with(Map<String, Object> more) {
        return new Scenario(
                nodes,
                Tree.merge(values, more),
                cluster,
                workloads,
                system,
                namespaces,
                pools,
                latePools,
                nodeConfigs,
                ofFiles,
                custom);
    }

    /** The same with all nodes of one instance type; no change for a lab that is not on EKS. */
    Scenario onInstancesOf(String type) {
        if (!(cluster instanceof EksctlConfig eksctl)) {
            return this;
        }
        EksctlConfig other = eksctl.onInstancesOf(type);
        List<NodeShape> own = EksNode.of(other).stream().map(EksNode::shape).toList();
        List<NodeShape> changed = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            changed.add(
                    own.isEmpty()
                            ? nodes.get(i)
                            : nodes.get(i)
                                    .withMaxPods(
                                            own.get(Math.min(i, own.size() - 1)).maxPods()));
        }
        return new Scenario(
                changed, values, other, workloads, system, namespaces, pools, latePools, nodeConfigs, ofFiles, custom);
    }

    /** The same with another number of pods of one of the lab's workloads. */
    Scenario scaled(WorkloadSpec workload, int replicas) {
        List<WorkloadSpec> changed = workloads.stream()
                .map(one -> one.equals(workload) ? one.scaledTo(replicas) : one)
                .toList();
        return new Scenario(
                nodes, values, cluster, changed, system, namespaces, pools, latePools, nodeConfigs, ofFiles, custom);
    }
}
