package dev.labctl.lab;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.regex.Pattern;

/**
 * The name of a cluster, validated before it becomes an argument or a path.
 *
 * <p>At most 27 characters: the cilium CLI sets {@code cluster.name=kind-NAME}, which Cilium limits to 32
 * (cilium-cli {@code install/autodetect.go}, Cilium 1.18 {@code pkg/clustermesh/types}).
 */
public record ClusterName(String value) {
    public static final int LONGEST = 27;
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    /** The name in the book and in the files of the labs. */
    public static final ClusterName BOOK = new ClusterName("cilium-book");

    public ClusterName {
        if (!isValid(value)) {
            throw new FailureException(
                    Reason.CLUSTER_NAME_INVALID,
                    "\"" + value + "\" is not a valid cluster name",
                    "Use lower-case letters, digits and '-', at most " + LONGEST
                            + " characters, starting and ending with a letter or digit.");
        }
    }

    /** Whether a text is a valid name. */
    public static boolean isValid(String text) {
        return text.length() <= LONGEST && VALID.matcher(text).matches();
    }

    /** The context of kubectl that kind creates; the cilium CLI names the cluster likewise (cilium-cli {@code install/autodetect.go}). */
    public String kindContext() {
        return "kind-" + value;
    }

    /** kind's name of the cluster's first control-plane node. */
    public String controlPlane() {
        return value + "-control-plane";
    }

    @Override
    public String toString() {
        return value;
    }
}
