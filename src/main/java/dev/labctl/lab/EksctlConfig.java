package dev.labctl.lab;

import dev.labctl.ipam.Cidr;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The EKS cluster of a lab: eksctl's {@code ClusterConfig}, and what labctl reads of it.
 *
 * @param region where AWS creates it
 * @param version of Kubernetes; empty for eksctl's default
 * @param vpc the range of the VPC; its subnets are cut from it
 * @param groups the groups of nodes, managed ones first
 * @param addons the names of those that the file asks for
 * @param defaultAddons whether eksctl adds its own, with AWS's network plugin among them
 */
public record EksctlConfig(
        Path file,
        Map<String, Object> tree,
        String region,
        Optional<String> version,
        Cidr vpc,
        List<NodeGroup> groups,
        List<String> addons,
        boolean defaultAddons)
        implements ClusterConfig {
    /** The addon by which AWS's network plugin, {@code aws-node}, is installed. */
    private static final String VPC_CNI = "vpc-cni";

    /**
     * A group of nodes of the same kind.
     *
     * @param instanceTypes at least one; AWS starts the first unless it has none left
     * @param nodes how many there are after its creation
     * @param maxPods what the kubelet allows; empty for AWS's own rule
     * @param privateNetworking whether the nodes are in the private subnets of the VPC
     */
    public record NodeGroup(
            String name,
            List<String> instanceTypes,
            int nodes,
            OptionalInt maxPods,
            boolean privateNetworking,
            Map<String, String> labels,
            List<NodeTaint> taints) {
        public NodeGroup {
            instanceTypes = List.copyOf(instanceTypes);
            labels = Map.copyOf(labels);
            taints = List.copyOf(taints);
        }

        NodeGroup onInstancesOf(String type) {
            return new NodeGroup(name, List.of(type), nodes, maxPods, privateNetworking, labels, taints);
        }

        public String instanceType() {
            return instanceTypes.get(0);
        }
    }

    public EksctlConfig {
        groups = List.copyOf(groups);
        addons = List.copyOf(addons);
    }

    @Override
    public ProviderKind provider() {
        return ProviderKind.EKS;
    }

    @Override
    public int nodeCount() {
        return groups.stream().mapToInt(NodeGroup::nodes).sum();
    }

    @Override
    public boolean kubeProxy() {
        return defaultAddons || addons.contains("kube-proxy");
    }

    /**
     * Whether AWS's network plugin is installed with the cluster. It serves the nodes that exist before Cilium; the cilium CLI
     * keeps it off all others.
     */
    public boolean awsNode() {
        return defaultAddons || addons.contains(VPC_CNI);
    }

    /** The same with all nodes of one instance type. */
    public EksctlConfig onInstancesOf(String type) {
        return new EksctlConfig(
                file,
                tree,
                region,
                version,
                vpc,
                groups.stream().map(group -> group.onInstancesOf(type)).toList(),
                addons,
                defaultAddons);
    }

    /** The file's content for a cluster of another name, with tags that it has beside its own. */
    public Map<String, Object> treeFor(ClusterName name, Map<String, String> tags) {
        return Tree.merge(tree, Map.of("metadata", Map.of("name", name.value(), "tags", tags)));
    }
}
