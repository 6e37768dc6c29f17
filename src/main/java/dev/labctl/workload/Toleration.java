package dev.labctl.workload;

import dev.labctl.tree.Tree;

/**
 * Lets a pod on nodes with a taint; empty parts match all (Kubernetes 1.33 {@code staging/src/k8s.io/api/core/v1/toleration.go}).
 *
 * @param operator {@code Equal} or {@code Exists}
 */
public record Toleration(String key, String operator, String value, String effect) {
    static Toleration of(Object tree) {
        return new Toleration(
                Tree.text(tree, "key").orElse(""),
                Tree.text(tree, "operator").orElse("Equal"),
                Tree.text(tree, "value").orElse(""),
                Tree.text(tree, "effect").orElse(""));
    }

    public boolean tolerates(Taint taint) {
        boolean sameEffect = effect.isEmpty() || effect.equals(taint.effect());
        boolean sameKey = key.isEmpty() || key.equals(taint.key());
        return sameEffect && sameKey && (operator.equals("Exists") || (!key.isEmpty() && value.equals(taint.value())));
    }
}
