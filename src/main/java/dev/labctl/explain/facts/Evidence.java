package dev.labctl.explain.facts;

import dev.labctl.cluster.Container;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cluster reports, word for word, as lines of evidence. */
public final class Evidence {
    /** Longer texts are cut. */
    private static final int LONGEST = 600;

    /** How many of the errors that a container logged last are quoted. */
    private static final int LAST_ERRORS = 2;

    private static final Pattern IDENTIFIER = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");

    /** The kubelet's prefix of a message that replaces many. */
    private static final String COMBINED = "(combined from similar events): ";

    private static final Pattern ERROR = Pattern.compile("level=(?:fatal|error|panic)|\\bpanic: |^Error: ");

    private Evidence() {}

    /** A text on one line; the ids of sandboxes and containers are cut to their first eight digits. */
    public static String text(String text) {
        String line =
                IDENTIFIER.matcher(text.strip().replaceAll("\\s*\\R\\s*", "; ")).replaceAll("$1...");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    /** An event of an object. */
    public static String event(ObjectRef ref, KubeObject event) {
        long count = event.number("count");
        return "event " + event.text("reason").orElse("") + " of " + ref
                + (count > 1 ? ", " + Wording.counted(count, "time") : "") + ": "
                + text(event.text("message").orElse("").replace(COMBINED, ""));
    }

    /** A field of an object. */
    public static String field(ObjectRef ref, String path, Object value) {
        return ref + ": " + path + ": " + text(value(value));
    }

    /** A field of a pod's container, which is given by its entry in the pod's spec. */
    public static String field(ObjectRef pod, Object container, String path, Object value) {
        return field(pod, "container " + Tree.text(container, "name").orElse("") + ", " + path, value);
    }

    private static String value(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(Evidence::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }

    /** A condition of an object; empty where the object does not have it. */
    public static Optional<String> condition(KubeObject object, String type) {
        return object.condition(type)
                .map(found -> object.ref() + ": condition " + type + " is " + found.status()
                        + suffix(", ", found.reason()) + suffix(": ", text(found.message())));
    }

    /** The state of a container: {@code waiting, CrashLoopBackOff: back-off 40s restarting failed container}. */
    public static String container(ObjectRef pod, Container container) {
        String state = Stream.of("waiting", "terminated", "running")
                .filter(container::is)
                .findFirst()
                .orElse("");
        long restarts = container.restarts();
        return pod + ", container " + container.name() + ": " + state
                + suffix(", ", container.text("state", state, "reason").orElse(""))
                + suffix(
                        ", exit code ",
                        container.text("state", state, "exitCode").orElse(""))
                + suffix(": ", text(container.text("state", state, "message").orElse("")))
                + (restarts > 0 ? "; restarted " + Wording.counted(restarts, "time") : "");
    }

    private static String suffix(String before, String words) {
        return words.isEmpty() ? "" : before + words;
    }

    /** What a container logged before it ended: its last errors, or its last line if there are none. */
    public static Stream<String> lastLogLines(Container container) {
        String log =
                container.lastEnd().flatMap(end -> Tree.text(end, "message")).orElse("");
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        List<String> errors =
                lines.stream().filter(line -> ERROR.matcher(line).find()).toList();
        return (errors.isEmpty() ? last(lines, 1) : last(errors, LAST_ERRORS))
                .stream().map(line -> "its last log line: " + text(line));
    }

    /** What the operator's log says of a node. */
    public static String operatorLog(String node, String error) {
        return "log of cilium-operator, about Node " + node + ": \"" + text(error) + "\"";
    }

    /** The operator's error on a node's CiliumNode. */
    public static String operatorError(String node, String error) {
        return "CiliumNode " + node + ": status.ipam.operator-status.error: \"" + text(error) + "\"";
    }

    /** The last entries of a list. */
    public static <T> List<T> last(List<T> list, int count) {
        return list.subList(Math.max(0, list.size() - count), list.size());
    }
}
