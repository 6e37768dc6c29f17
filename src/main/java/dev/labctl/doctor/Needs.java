package dev.labctl.doctor;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.tools.Tool;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The requirements for a machine, and for an AWS account.
 *
 * @param parts what to check
 * @param memoryGiB for a lab's nodes
 * @param ports of this machine for a lab's nodes
 * @param nodes how many there are in one cluster
 * @param clusters how many clusters there are to be at once
 * @param eks what is created on AWS
 */
public record Needs(
        Set<Part> parts,
        OptionalInt memoryGiB,
        List<Integer> ports,
        int nodes,
        int clusters,
        Optional<EksCluster> eks) {
    /**
     * A cluster on EKS.
     *
     * @param nodes how many there are of each instance type
     */
    public record EksCluster(String name, String region, Map<String, Integer> nodes) {
        public EksCluster {
            nodes = Map.copyOf(nodes);
        }

        static EksCluster of(ClusterName name, EksctlConfig config) {
            return new EksCluster(
                    name.value(),
                    config.region(),
                    config.groups().stream()
                            .collect(Collectors.toMap(NodeGroup::instanceType, NodeGroup::nodes, Integer::sum)));
        }
    }

    /** What can be checked. */
    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable lists of constants
    public enum Part {
        ENGINE,
        KIND(Tool.KIND),
        CILIUM(Tool.CILIUM),
        KUBECTL(Tool.KUBECTL),
        INOTIFY,
        IPV6,
        AWS(Tool.EKSCTL, Tool.AWS);

        private final List<Tool> tools;

        Part(Tool... tools) {
            this.tools = List.of(tools);
        }

        /** The programs whose versions are checked. */
        List<Tool> tools() {
            return tools;
        }
    }

    private static final int BOOK_NODES = 3;

    /** For one cluster on this machine. */
    public Needs(Set<Part> parts, OptionalInt memoryGiB, List<Integer> ports, int nodes) {
        this(parts, memoryGiB, ports, nodes, 1, Optional.empty());
    }

    public Needs {
        parts = Set.copyOf(parts);
        ports = List.copyOf(ports);
    }

    /** The requirements of any lab on kind. */
    public static Needs anyLab() {
        return new Needs(
                EnumSet.of(Part.ENGINE, Part.KIND, Part.CILIUM, Part.KUBECTL, Part.INOTIFY),
                OptionalInt.empty(),
                List.of(),
                BOOK_NODES);
    }

    /** The requirements of a lab, including the commands of its README. */
    public static Needs of(Lab lab) {
        Set<Part> parts = EnumSet.of(Part.CILIUM, Part.KUBECTL);
        parts.addAll(ofCluster(lab).parts());
        return ofCluster(lab).with(parts);
    }

    /** The requirements of a lab's cluster, which {@code up} checks first. */
    public static Needs ofCluster(Lab lab) {
        if (lab.description().provider() == ProviderKind.EKS) {
            return new Needs(EnumSet.of(Part.AWS, Part.CILIUM), OptionalInt.empty(), List.of(), 0);
        }
        Set<Part> parts = EnumSet.of(Part.ENGINE, Part.KIND, Part.INOTIFY);
        boolean ipv6 = lab.description().needs().ipv6()
                || lab.kind().filter(kind -> kind.ipFamily() != IpFamily.IPV4).isPresent();
        if (ipv6) {
            parts.add(Part.IPV6);
        }
        return new Needs(
                parts,
                lab.description().needs().memoryGiB(),
                lab.kind().map(KindConfig::hostPorts).orElse(List.of()),
                lab.kind().map(kind -> kind.nodes().size()).orElse(0));
    }

    /** The same with the AWS account in which a lab's cluster is created; without change for labs on kind. */
    public Needs account(ClusterName name, Lab lab) {
        return lab.cluster() instanceof EksctlConfig config
                ? new Needs(parts, memoryGiB, ports, nodes, clusters, Optional.of(EksCluster.of(name, config)))
                : this;
    }

    /** The same for that many clusters at once. */
    public Needs times(int count) {
        return new Needs(parts, memoryGiB, ports, nodes, count, eks);
    }

    public Needs with(Set<Part> other) {
        return new Needs(other, memoryGiB, ports, nodes, clusters, eks);
    }
}
