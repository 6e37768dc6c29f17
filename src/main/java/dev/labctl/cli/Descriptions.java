package dev.labctl.cli;

/** The help of options that several commands have. */
final class Descriptions {
    static final String CONTEXT =
            "A cluster that labctl did not create: its context in your kubeconfig ($KUBECONFIG), as kubectl reads it.";
    static final String DRY_RUN = "Print what would be done, and the equivalent commands; change nothing.";
    static final String FORCE_CONFLICTS = "Take over fields that other managers own.";
    static final String VALUES = "Helm values that take the place of the lab's own.";

    static final String YES_DELETE = "Do not ask before deleting from the cluster of a context.";

    private Descriptions() {}
}
