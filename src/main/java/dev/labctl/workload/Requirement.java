package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * One demand on a label, as the {@code matchExpressions} of selectors and node affinities have it.
 *
 * @param operator In, NotIn, Exists, DoesNotExist, Gt or Lt; nothing meets any other
 */
public record Requirement(String key, String operator, List<String> values) {
    static Requirement of(Object expression) {
        return new Requirement(
                Tree.text(expression, "key").orElse(""),
                Tree.text(expression, "operator").orElse(""),
                Tree.list(expression, "values").stream().map(String::valueOf).toList());
    }

    private static List<Requirement> equal(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> new Requirement(label.getKey(), "In", List.of(label.getValue())))
                .toList();
    }

    /** A label selector, {@code matchLabels} and {@code matchExpressions}; an empty one demands nothing. */
    public static List<Requirement> selector(Object selector) {
        List<Requirement> all = new ArrayList<>(equal(Tree.texts(selector, "matchLabels")));
        Tree.list(selector, "matchExpressions").forEach(expression -> all.add(of(expression)));
        return List.copyOf(all);
    }

    /** Whether labels meet all of them. */
    public static boolean all(List<Requirement> requirements, Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(labels.get(requirement.key))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value meets it; null stands for no such label. */
    boolean holds(String found) {
        return switch (operator) {
            case "In" -> found != null && values.contains(found);
            case "NotIn" -> found == null || !values.contains(found);
            case "Exists" -> found != null;
            case "DoesNotExist" -> found == null;
            case "Gt" -> compares(found, (label, value) -> label.compareTo(value) > 0);
            case "Lt" -> compares(found, (label, value) -> label.compareTo(value) < 0);
            default -> false;
        };
    }

    private boolean compares(String found, BiPredicate<BigInteger, BigInteger> holds) {
        Optional<BigInteger> label = Optional.ofNullable(found).flatMap(Requirement::number);
        Optional<BigInteger> value = values.stream().findFirst().flatMap(Requirement::number);
        return label.isPresent() && value.isPresent() && holds.test(label.get(), value.get());
    }

    private static Optional<BigInteger> number(String text) {
        return text.matches("-?[0-9]{1,19}") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }
}
