package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a cluster says, word for word, as lines of evidence. */
final class Quote {
    /** Longer texts lose what is after it. */
    private static final int LONGEST = 600;

    /** Of the errors that a container ended with. */
    private static final int LAST_ERRORS = 2;

    /** How many are named of a list. */
    private static final int NAMED = 5;

    private static final Pattern IDENTIFIER = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{56}\\b");
    /** What the kubelet puts before a message that takes the place of many. */
    private static final String COMBINED = "(combined from similar events): ";

    private static final Pattern GRAVE = Pattern.compile("level=(?:fatal|error|panic)|\\bpanic: |^Error: ");

    private Quote() {}

    /** A text on one line; the ids of sandboxes and containers are cut to their first eight digits. */
    static String text(String text) {
        String line =
                IDENTIFIER.matcher(text.strip().replaceAll("\\s*\\R\\s*", "; ")).replaceAll("$1...");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    /** What happened to an object, in the event's words. */
    static String event(KubeObject object, KubeObject event) {
        long count = Math.max(1, event.number("count"));
        return "event " + event.text("reason").orElse("") + " of " + object.ref()
                + (count > 1 ? ", " + count + " times" : "") + ": "
                + text(event.text("message").orElse("").replace(COMBINED, ""));
    }

    /** A field of an object. */
    static String field(ObjectRef ref, String path, Object value) {
        return ref + ": " + path + ": " + text(value(value));
    }

    private static String value(Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream().map(Quote::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }

    /** A condition that is not as it should be. */
    static Optional<String> condition(KubeObject object, String type) {
        return object.condition(type)
                .map(found -> object.ref() + ": condition " + type + " is " + found.status()
                        + (found.reason().isEmpty() ? "" : ", " + found.reason())
                        + (found.message().isEmpty() ? "" : ": " + text(found.message())));
    }

    /** How a container is: {@code waiting, CrashLoopBackOff: back-off 40s restarting failed container}. */
    static String container(KubeObject pod, Object status) {
        String words = "";
        for (String state : List.of("waiting", "terminated", "running")) {
            if (Tree.at(status, "state", state).isPresent()) {
                words = state
                        + Tree.text(status, "state", state, "reason")
                                .map(reason -> ", " + reason)
                                .orElse("")
                        + Tree.text(status, "state", state, "exitCode")
                                .map(code -> ", exit code " + code)
                                .orElse("")
                        + Tree.text(status, "state", state, "message")
                                .map(message -> ": " + text(message))
                                .orElse("");
            }
        }
        long restarts = Tree.number(status, "restartCount").orElse(0L);
        return pod.ref() + ", container " + Tree.text(status, "name").orElse("") + ": " + words
                + (restarts > 0 ? "; restarted " + restarts + (restarts == 1 ? " time" : " times") : "");
    }

    /** What a container wrote before it ended: its last errors, or its last line if there are none. */
    static List<String> lastWords(Object status) {
        List<String> lines = Tree.text(status, "lastState", "terminated", "message")
                .or(() -> Tree.text(status, "state", "terminated", "message"))
                .map(message -> message.lines().filter(line -> !line.isBlank()).toList())
                .orElse(List.of());
        List<String> grave =
                lines.stream().filter(line -> GRAVE.matcher(line).find()).toList();
        return (grave.isEmpty() ? last(lines, 1) : last(grave, LAST_ERRORS))
                .stream().map(line -> "its last words: " + text(line)).toList();
    }

    private static List<String> last(List<String> lines, int count) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** {@code a, b and c}; of many the first, and how many more. */
    static String names(Collection<?> names) {
        List<String> words = names.stream().map(String::valueOf).toList();
        if (words.size() > NAMED + 1) {
            return String.join(", ", words.subList(0, NAMED)) + " and " + grouped(words.size() - NAMED) + " more";
        }
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    /** {@code 1 pod}, {@code 5,000 pods}. */
    static String counted(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : thing.endsWith("ss") ? "es" : "s");
    }

    /** {@code 5,000}. */
    static String grouped(long count) {
        StringBuilder digits = new StringBuilder(String.valueOf(count));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}
