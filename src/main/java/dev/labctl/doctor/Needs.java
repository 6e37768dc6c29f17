package dev.labctl.doctor;

import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.tools.Tool;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The requirements for a machine: what to check, the memory and the free ports for a lab's nodes, and how many these are. */
public record Needs(Set<Part> parts, OptionalInt memoryGiB, List<Integer> ports, int nodes) {
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
        if (lab.description().provider() == ProviderKind.EKS) {
            parts.add(Part.AWS);
            return new Needs(parts, OptionalInt.empty(), List.of(), 0);
        }
        parts.addAll(ofCluster(lab).parts());
        return ofCluster(lab).with(parts);
    }

    /** The requirements of a lab's cluster, which {@code up} checks first. */
    public static Needs ofCluster(Lab lab) {
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

    public Needs with(Set<Part> other) {
        return new Needs(other, memoryGiB, ports, nodes);
    }
}
