package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The rules in CEL of definitions ({@code x-kubernetes-validations}), as far as Cilium 1.18.2 has them: each by its text. Other rules
 * are not evaluated. Pure.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum ExpressionRules {
    SERVICE_REQUIRED(
            "self.advertisementType != 'Service' || has(self.service)",
            (self, old) -> !Tree.has(self, "Service", "advertisementType") || has(self, "service")),
    SELECTOR_FORBIDDEN(
            "self.advertisementType != 'PodCIDR' || !has(self.selector)",
            (self, old) -> !Tree.has(self, "PodCIDR", "advertisementType") || !has(self, "selector")),
    HELD_LONGER(
            "self.keepAliveTimeSeconds <= self.holdTimeSeconds",
            (self, old) -> Tree.number(self, "keepAliveTimeSeconds").orElse(0L)
                    <= Tree.number(self, "holdTimeSeconds").orElse(Long.MAX_VALUE)),
    IMMUTABLE("self == oldSelf", (self, old) -> old == null || Objects.equals(self, old));

    private final String rule;
    private final BiPredicate<Object, Object> holds;

    ExpressionRules(String rule, BiPredicate<Object, Object> holds) {
        this.rule = rule;
        this.holds = holds;
    }

    private static boolean has(Object self, String field) {
        return Tree.at(self, field).isPresent();
    }

    /**
     * What is wrong with an object, in the server's words (Kubernetes 1.33 {@code
     * apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go}).
     *
     * @param before as it is
     */
    static List<String> problems(
            Map<String, Object> schema, Map<String, Object> object, Optional<Map<String, Object>> before) {
        List<String> problems = new ArrayList<>();
        visit(schema, object, before.orElse(null), "", problems);
        return problems;
    }

    private static void visit(
            Map<String, Object> schema, Object value, Object before, String path, List<String> problems) {
        if (value instanceof Map<?, ?>) {
            Map<String, Object> self = filled(schema, Tree.map(value));
            Map<String, Object> old = before == null ? Map.of() : filled(schema, Tree.map(before));
            self.forEach((name, field) -> ApiTypes.field(schema, name)
                    .ifPresent(type ->
                            visit(type, field, old.get(name), path.isEmpty() ? name : path + "." + name, problems)));
            check(schema, self, before == null ? null : old, path, problems);
        } else if (value instanceof List<?> list) {
            Map<String, Object> items = ApiTypes.resolved(Tree.map(schema, "items"));
            for (int i = 0; i < list.size(); i++) {
                visit(items, list.get(i), null, path + "[" + i + "]", problems);
            }
            check(schema, value, before, path, problems);
        } else {
            check(schema, value, before, path, problems);
        }
    }

    /** With the defaults of its fields, which the server fills in before it checks. */
    private static Map<String, Object> filled(Map<String, Object> schema, Map<String, Object> object) {
        Map<String, Object> filled = object;
        for (String name : Tree.map(schema, "properties").keySet()) {
            Optional<Object> value = Tree.at(schema, "properties", name, "default");
            filled = value.isPresent() ? Tree.withDefault(filled, value.get(), name) : filled;
        }
        return filled;
    }

    private static void check(Map<String, Object> schema, Object self, Object old, String path, List<String> problems) {
        for (Object validation : Tree.list(schema, "x-kubernetes-validations")) {
            String text = Tree.text(validation, "rule").orElse("");
            for (ExpressionRules one : values()) {
                if (one.rule.equals(text) && !one.holds.test(self, old)) {
                    problems.add(path + ": Invalid value: \""
                            + Tree.text(schema, "type").orElse("object") + "\": "
                            + Tree.text(validation, "message").orElse("failed rule: " + text));
                }
            }
        }
    }
}
