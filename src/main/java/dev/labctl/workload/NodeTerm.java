package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * One way to be a node that a pod wants: all of its requirements hold (Kubernetes 1.33 {@code
 * staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity}). A term without any matches no node.
 */
public record NodeTerm(List<Requirement> requirements) {
    /**
     * One requirement on a label, or on the node's name.
     *
     * @param onName it is about {@code metadata.name}, the one field that can be asked for
     */
    public record Requirement(boolean onName, String key, String operator, List<String> values) {
        boolean holds(NodeShape node) {
            Optional<String> found = onName
                    ? Optional.of(node.name())
                    : Optional.ofNullable(node.labels().get(key));
            return switch (operator) {
                case "In" -> found.filter(values::contains).isPresent();
                case "NotIn" -> found.filter(values::contains).isEmpty();
                case "Exists" -> found.isPresent();
                case "DoesNotExist" -> found.isEmpty();
                case "Gt" -> compares(found, (label, value) -> label.compareTo(value) > 0);
                case "Lt" -> compares(found, (label, value) -> label.compareTo(value) < 0);
                default -> false;
            };
        }

        private boolean compares(Optional<String> found, BiPredicate<BigInteger, BigInteger> holds) {
            Optional<BigInteger> label = found.flatMap(Requirement::number);
            Optional<BigInteger> value = values.stream().findFirst().flatMap(Requirement::number);
            return label.isPresent() && value.isPresent() && holds.test(label.get(), value.get());
        }

        private static Optional<BigInteger> number(String text) {
            return text.matches("-?[0-9]{1,19}") ? Optional.of(new BigInteger(text)) : Optional.empty();
        }
    }

    public NodeTerm {
        requirements = List.copyOf(requirements);
    }

    static NodeTerm of(Object tree) {
        List<Requirement> all = new java.util.ArrayList<>();
        Tree.list(tree, "matchExpressions").forEach(entry -> all.add(requirement(false, entry)));
        Tree.list(tree, "matchFields").forEach(entry -> all.add(requirement(true, entry)));
        return new NodeTerm(all);
    }

    private static Requirement requirement(boolean onName, Object tree) {
        return new Requirement(
                onName,
                Tree.text(tree, "key").orElse(""),
                Tree.text(tree, "operator").orElse(""),
                Tree.list(tree, "values").stream().map(String::valueOf).toList());
    }

    boolean matches(NodeShape node) {
        return !requirements.isEmpty() && requirements.stream().allMatch(requirement -> requirement.holds(node));
    }
}
