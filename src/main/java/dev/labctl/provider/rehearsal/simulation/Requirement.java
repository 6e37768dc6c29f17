package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One demand on labels, as {@code matchExpressions} of selectors and node affinities have them.
 *
 * @param operator In, NotIn, Exists, DoesNotExist, Gt or Lt; nothing matches any other
 */
record Requirement(String key, String operator, List<String> values) {
    boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> number(value) > number(values.get(0));
            case "Lt" -> value != null && number(value) < number(values.get(0));
            default -> false;
        };
    }

    private static long number(String text) {
        return text != null && text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : Long.MIN_VALUE;
    }

    static List<Requirement> expressions(List<Object> expressions) {
        return expressions.stream()
                .map(expression -> new Requirement(
                        Tree.text(expression, "key").orElse(""),
                        Tree.text(expression, "operator").orElse(""),
                        Tree.list(expression, "values").stream()
                                .map(String::valueOf)
                                .toList()))
                .toList();
    }

    static List<Requirement> equal(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> new Requirement(label.getKey(), "In", List.of(label.getValue())))
                .toList();
    }

    /** A label selector, {@code matchLabels} and {@code matchExpressions}; an empty one matches everything. */
    static List<Requirement> selector(Object selector) {
        List<Requirement> all = new ArrayList<>(equal(Tree.texts(selector, "matchLabels")));
        all.addAll(expressions(Tree.list(selector, "matchExpressions")));
        return List.copyOf(all);
    }

    static boolean match(List<Requirement> requirements, Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
