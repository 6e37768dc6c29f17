package dev.labctl.lab;

import java.util.List;
import java.util.OptionalInt;

/**
 * What {@code lab.yaml} says.
 *
 * @param title one line
 * @param summary one to three sentences; may be empty
 */
public record LabDescription(
        String title, String summary, ProviderKind provider, Needs needs, List<Expectation> expectations) {
    /** What makes the lab's cluster. */
    public enum ProviderKind {
        KIND,
        EKS
    }

    /**
     * What the machine has to offer beyond what every lab needs.
     *
     * @param ipv6 whether containers must reach each other over IPv6
     * @param memoryGiB for the whole cluster
     */
    public record Needs(boolean ipv6, OptionalInt memoryGiB) {
        public static final Needs NOTHING = new Needs(false, OptionalInt.empty());
    }

    public LabDescription {
        expectations = List.copyOf(expectations);
    }

    /** For a lab without a {@code lab.yaml}: named by its reference, on kind, without expectations. */
    static LabDescription undescribed(LabRef ref) {
        return new LabDescription(ref.toString(), "", ProviderKind.KIND, Needs.NOTHING, List.of());
    }
}
