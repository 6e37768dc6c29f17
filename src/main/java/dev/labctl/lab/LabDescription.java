package dev.labctl.lab;

import java.util.List;
import java.util.OptionalInt;

/**
 * The content of {@code lab.yaml}.
 *
 * @param title one line
 * @param summary one to three sentences; may be empty
 */
public record LabDescription(
        String title, String summary, ProviderKind provider, Needs needs, List<Expectation> expectations) {
    /** The provider of the lab's cluster. */
    public enum ProviderKind {
        KIND,
        EKS
    }

    /**
     * Requirements of the lab beyond those of every lab.
     *
     * @param ipv6 whether containers must reach each other over IPv6
     * @param memoryGiB the memory for all nodes
     */
    public record Needs(boolean ipv6, OptionalInt memoryGiB) {
        public static final Needs NOTHING = new Needs(false, OptionalInt.empty());
    }

    public LabDescription {
        expectations = List.copyOf(expectations);
    }

    /** The description of a lab without {@code lab.yaml}: named after its reference, on kind, without expectations. */
    static LabDescription undescribed(LabRef ref) {
        return new LabDescription(ref.toString(), "", ProviderKind.KIND, Needs.NOTHING, List.of());
    }
}
