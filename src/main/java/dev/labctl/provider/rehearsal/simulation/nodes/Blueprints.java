package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.VpcSplit;
import dev.labctl.ipam.VpcSubnet;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.KubeadmConfig;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.workload.EksNode;
import dev.labctl.workload.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What simulated clusters are created from, for each kind of cluster that a lab may want. */
public final class Blueprints {
    /** Addresses that are tried for an instance before the lowest free one is taken. */
    private static final int TRIES = 64;

    /** The range of Services that EKS takes (Amazon EKS user guide, "Create an Amazon EKS cluster"). */
    private static final String SERVICES = "10.100.0.0/16";

    private Blueprints() {}

    /**
     * Of the cluster that a lab wants.
     *
     * @throws FailureException where kubeadm, eksctl or AWS would refuse it
     */
    public static Blueprint of(ClusterSpec spec) {
        return spec.cluster() instanceof EksctlConfig config ? ofEks(spec.name().value(), config) : ofKind(spec);
    }

    private static Blueprint ofKind(ClusterSpec spec) {
        KubeadmConfig kubeadm = spec.kind().kubeadm(spec.nodeImage());
        if (!kubeadm.refusals().isEmpty()) {
            throw refused(
                    "kind would fail to create the cluster: " + String.join("; ", kubeadm.refusals()),
                    "Fix the lab's kind.yaml.");
        }
        return Blueprint.ofKind(spec, kubeadm);
    }

    private static Blueprint ofEks(String cluster, EksctlConfig config) {
        return new Blueprint(
                cluster,
                config.version().map(version -> "v" + version + ".0").orElse(Blueprint.UNKNOWN_VERSION),
                IpFamily.IPV4,
                Optional.empty(),
                Optional.of(SERVICES),
                ClusterSubnets.DEFAULT_NODE_MASKS,
                config.kubeProxy(),
                nodes(cluster, config),
                Optional.of(new Vpc(config.region(), config.vpc())));
    }

    /** The nodes that eksctl would make, called as EC2 calls its instances. */
    private static List<Blueprint.Node> nodes(String cluster, EksctlConfig config) {
        // Of an existing VPC only AWS knows the subnets; here it is divided as a new one would be.
        Attempt<VpcSplit> split =
                EksNode.subnets(config).orElseGet(() -> VpcSplit.of(config.vpc(), EksNode.zones(config)));
        VpcSplit subnets = split.value()
                .orElseThrow(() -> refused(
                        "eksctl would refuse to create the cluster: "
                                + split.error().orElse(""),
                        "Fix availabilityZones in the lab's eksctl.yaml."));
        Map<Cidr, VpcSubnet> known = new LinkedHashMap<>();
        List<Blueprint.Node> nodes = new ArrayList<>();
        List<EksNode> wanted = EksNode.of(config);
        for (int i = 0; i < wanted.size(); i++) {
            EksNode node = wanted.get(i);
            NodeGroup group = group(config, i);
            List<Cidr> zone = node.subnets(subnets);
            VpcSubnet home = known.computeIfAbsent(zone.get(0), VpcSubnet::new);
            IpAddress address = address(home, cluster + "/" + node.shape().name())
                    .orElseThrow(() -> refused(
                            "the subnet " + home.cidr() + " has no address for another instance",
                            "Use fewer nodes, or a larger vpc.cidr, in the lab's eksctl.yaml."));
            Instance instance =
                    new Instance(group.name(), node.instanceType(), node.zone(), zone, address, taints(group));
            nodes.add(new Blueprint.Node(
                    "ip-" + address.toString().replace('.', '-') + "." + config.region() + ".compute.internal",
                    "worker",
                    labels(cluster, config.region(), group, instance),
                    List.of(),
                    node.shape().maxPods(),
                    Optional.of(instance)));
        }
        return nodes;
    }

    private static NodeGroup group(EksctlConfig config, int node) {
        int left = node;
        for (NodeGroup group : config.groups()) {
            if (left < group.nodes()) {
                return group;
            }
            left -= group.nodes();
        }
        throw new IllegalStateException("every node is of a group");
    }

    private static Optional<IpAddress> address(VpcSubnet subnet, String name) {
        Randomness random = new Randomness(Randomness.hash(name));
        int size = subnet.cidr().size().intValueExact();
        for (int i = 0; i < TRIES; i++) {
            IpAddress address = subnet.cidr().address(random.nextInt(size));
            if (subnet.take(address)) {
                return Optional.of(address);
            }
        }
        return subnet.take(1).stream().findFirst();
    }

    private static List<Taint> taints(NodeGroup group) {
        return Taint.of(group.taints());
    }

    private static Map<String, String> labels(String cluster, String region, NodeGroup group, Instance instance) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alpha.eksctl.io/cluster-name", cluster);
        labels.put("alpha.eksctl.io/nodegroup-name", group.name());
        labels.put("eks.amazonaws.com/nodegroup", group.name());
        labels.put("node.kubernetes.io/instance-type", instance.type());
        labels.put("topology.kubernetes.io/region", region);
        labels.put("topology.kubernetes.io/zone", instance.zoneName(region));
        labels.putAll(group.labels());
        return labels;
    }

    private static FailureException refused(String why, String next) {
        return new FailureException(Reason.CLUSTER_CREATE_FAILED, why, next);
    }
}
