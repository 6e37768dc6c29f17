package dev.labctl.lab;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a cluster. One that labctl creates is validated before it becomes an argument or a path; a cluster that was
 * created elsewhere goes by its context of kubectl, whatever that is called, and a recording by its file: their names become
 * neither.
 *
 * <p>At most 27 characters: the cilium CLI sets {@code cluster.name=kind-NAME}, which Cilium limits to 32
 * (cilium-cli {@code install/autodetect.go}, Cilium 1.18 {@code pkg/clustermesh/types}).
 *
 * @param source what it is the name of
 */
public record ClusterName(String value, Source source) {
    /** What goes by the name. */
    public enum Source {
        /** A cluster that labctl creates. */
        OWN,
        /** A context of kubectl. */
        CONTEXT,
        /** A file with a recording. */
        RECORDING
    }

    private static final int LONGEST = 27;
    private static final String KIND = "kind-";
    private static final Pattern VALID = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    /** kind 0.33 {@code pkg/cluster/internal/providers/common/namer.go}. */
    private static final Pattern KIND_NODE = Pattern.compile("(.+)-(?:control-plane|worker)\\d*");

    /** The name in the book and in the files of the labs. */
    public static final ClusterName BOOK = new ClusterName("cilium-book");

    public ClusterName {
        if (source == Source.OWN && !isValid(value)) {
            throw new FailureException(
                    Reason.CLUSTER_NAME_INVALID,
                    "\"" + value + "\" is not a valid cluster name",
                    "Use lower-case letters, digits and '-', at most " + LONGEST
                            + " characters, starting and ending with a letter or digit.");
        }
    }

    /** The name of a cluster that labctl creates. */
    public ClusterName(String value) {
        this(value, Source.OWN);
    }

    /** The name of a cluster that is reached by a context of kubectl. */
    public static ClusterName ofContext(String context) {
        return new ClusterName(context, Source.CONTEXT);
    }

    /** The name of a cluster that is read from a file. */
    public static ClusterName ofRecording(String file) {
        return new ClusterName(file, Source.RECORDING);
    }

    public boolean ofContext() {
        return source == Source.CONTEXT;
    }

    public boolean ofRecording() {
        return source == Source.RECORDING;
    }

    /** The cluster on kind that a node of that name would be part of; empty where kind names no node so. */
    public static Optional<String> ofKindNode(String node) {
        Matcher matcher = KIND_NODE.matcher(node);
        return matcher.matches() ? Optional.of(matcher.group(1)).filter(ClusterName::isValid) : Optional.empty();
    }

    /** Whether a text is a valid name. */
    public static boolean isValid(String text) {
        return text.length() <= LONGEST && VALID.matcher(text).matches();
    }

    /** The context of kubectl that kind creates; the cilium CLI names the cluster likewise (cilium-cli {@code install/autodetect.go}). */
    public String kindContext() {
        return source == Source.OWN ? KIND + value : value;
    }

    /** kind's name of the cluster's first control-plane node. */
    public String controlPlane() {
        return (ofContext() && value.startsWith(KIND) ? value.substring(KIND.length()) : value) + "-control-plane";
    }

    @Override
    public String toString() {
        return value;
    }
}
