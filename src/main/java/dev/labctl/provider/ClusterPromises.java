package dev.labctl.provider;

import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KubeadmConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lab's files rely on and a cluster that labctl did not create does not have, a sentence each. The number of nodes, and
 * what the lab leaves to its provider, promise nothing.
 */
public final class ClusterPromises {
    /** On every node of a managed node group (Amazon EKS user guide, "Managed node groups"). */
    private static final String EKS_LABEL = "eks.amazonaws.com/";

    private ClusterPromises() {}

    /** What the reader may not read, and has to be known before a lab can run on the cluster; empty where nothing is missing. */
    public static List<String> unread(ClusterFacts facts) {
        return Stream.of("Node", "DaemonSet")
                .flatMap(kind -> Optional.ofNullable(facts.unread().get(kind)).stream())
                .toList();
    }

    /** Those that are broken; none where the lab can run on the cluster. */
    public static List<String> broken(ClusterFacts facts, ClusterSpec wanted) {
        if (wanted.cluster() instanceof KindConfig kind) {
            return ofKind(facts, kind);
        }
        boolean eks = facts.labels().stream()
                .flatMap(labels -> labels.keySet().stream())
                .anyMatch(key -> key.startsWith(EKS_LABEL));
        return eks ? List.of() : List.of("nodes: none is of Amazon EKS here, all are in the lab");
    }

    private static List<String> ofKind(ClusterFacts facts, KindConfig kind) {
        List<String> broken = new ArrayList<>();
        if (!facts.families().equals("dual")
                && !facts.families().equals(kind.ipFamily().word())) {
            broken.add("IP family: " + facts.families() + " here, "
                    + kind.ipFamily().word() + " in the lab");
        }
        if (facts.kubeProxy() != kind.kubeProxy()) {
            broken.add("kube-proxy: " + (facts.kubeProxy() ? "here" : "not here") + ", "
                    + (kind.kubeProxy() ? "there" : "not there") + " in the lab");
        }
        KubeadmConfig kubeadm = kind.kubeadm();
        kubeadm.podSubnet().flatMap(subnet -> outside(facts, subnet)).ifPresent(broken::add);
        kubeadm.nodes().stream()
                .map(KubeadmConfig.Node::labels)
                .filter(labels -> facts.labels().stream()
                        .noneMatch(node -> node.entrySet().containsAll(labels.entrySet())))
                .map(labels -> "node labels: no node has " + Wording.names(words(labels))
                        + "; to give it to one: kubectl label node NODE " + String.join(" ", words(labels)))
                .distinct()
                .forEach(broken::add);
        return broken;
    }

    private static List<String> words(Map<String, String> labels) {
        return labels.entrySet().stream().map(Map.Entry::toString).sorted().toList();
    }

    /** Pod CIDRs of nodes that are in none of the lab's ranges. */
    private static Optional<String> outside(ClusterFacts facts, String subnet) {
        List<Cidr> ranges = Stream.of(subnet.split(",", -1))
                .flatMap(text -> Cidr.readMasked(text.strip()).stream())
                .toList();
        List<String> outside = facts.podCidrs().stream()
                .filter(text -> Cidr.readMasked(text)
                        .filter(cidr -> ranges.stream().noneMatch(range -> range.contains(cidr)))
                        .isPresent())
                .toList();
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of("pod CIDRs: " + Wording.names(outside) + " here, within " + subnet + " in the lab");
    }
}
