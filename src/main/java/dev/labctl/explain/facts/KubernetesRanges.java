package dev.labctl.explain.facts;

import dev.labctl.cluster.Cluster;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ranges of a cluster's pods and Services, as its controller manager was told them; kubeadm starts it as a pod. */
final class KubernetesRanges {
    private static final Map<String, String> CONTROLLER_MANAGER = Map.of("component", "kube-controller-manager");

    private KubernetesRanges() {}

    /** Empty where the cluster does not show them. */
    static Optional<ClusterSubnets> of(Cluster cluster) {
        return cluster.pods("kube-system", CONTROLLER_MANAGER).stream()
                .map(pod -> command(pod.object()))
                .map(command -> new ClusterSubnets(
                        ranges(command, "--cluster-cidr="),
                        ranges(command, "--service-cluster-ip-range="),
                        ClusterSubnets.DEFAULT_NODE_MASKS))
                .filter(subnets -> !subnets.pods().isEmpty())
                .findFirst();
    }

    private static List<String> command(KubeObject pod) {
        return pod.list("spec", "containers").stream()
                .flatMap(container -> Stream.of("command", "args").flatMap(part -> Tree.list(container, part).stream()))
                .map(String::valueOf)
                .toList();
    }

    private static List<Cidr> ranges(List<String> command, String flag) {
        return command.stream()
                .filter(word -> word.startsWith(flag))
                .flatMap(word -> Stream.of(word.substring(flag.length()).split(",", -1)))
                .flatMap(text -> Cidr.readMasked(text).stream())
                .toList();
    }
}
