package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the API server checks of affinities and of selectors (Kubernetes 1.33 {@code validateAffinity}). Pure. */
final class AffinityRules {
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");
    private static final Set<String> OF_NODES = Set.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");

    private final List<String> problems = new ArrayList<>();

    private AffinityRules() {}

    /**
     * What is wrong with the affinities of a pod.
     *
     * @param path of them in their object
     */
    static List<String> problems(Map<String, Object> affinity, String path) {
        AffinityRules rules = new AffinityRules();
        rules.nodes(Tree.map(affinity, "nodeAffinity"), path + ".nodeAffinity.");
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            rules.pods(Tree.map(affinity, kind), path + "." + kind + ".");
        }
        return rules.problems;
    }

    private void nodes(Map<String, Object> affinity, String path) {
        String required = "requiredDuringSchedulingIgnoredDuringExecution";
        List<Object> terms = Tree.list(affinity, required, "nodeSelectorTerms");
        if (affinity.containsKey(required) && terms.isEmpty()) {
            problems.add(
                    path + required + ".nodeSelectorTerms: Required value: must have at least one node selector term");
        }
        for (int i = 0; i < terms.size(); i++) {
            problems.addAll(expressions(
                    Tree.list(terms.get(i), "matchExpressions"),
                    path + required + ".nodeSelectorTerms[" + i + "].matchExpressions",
                    OF_NODES));
        }
    }

    private void pods(Map<String, Object> affinity, String path) {
        String required = "requiredDuringSchedulingIgnoredDuringExecution";
        List<Object> terms = Tree.list(affinity, required);
        for (int i = 0; i < terms.size(); i++) {
            term(Tree.map(terms.get(i)), path + required + "[" + i + "]");
        }
        String preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        List<Object> weighted = Tree.list(affinity, preferred);
        for (int i = 0; i < weighted.size(); i++) {
            term(Tree.map(weighted.get(i), "podAffinityTerm"), path + preferred + "[" + i + "].podAffinityTerm");
        }
    }

    private void term(Map<String, Object> term, String path) {
        problems.addAll(expressions(
                Tree.list(term, "labelSelector", "matchExpressions"),
                path + ".labelSelector.matchExpressions",
                OPERATORS));
        String key = Tree.text(term, "topologyKey").orElse("");
        if (key.isEmpty()) {
            problems.add(path + ".topologyKey: Required value: can not be empty");
        }
        Formats.problems("qualified", key)
                .forEach(why -> problems.add(path + ".topologyKey: Invalid value: " + GoText.quoted(key) + ": " + why));
    }

    /** What is wrong with the expressions of a selector of labels. */
    static List<String> expressions(List<Object> expressions, String path) {
        return expressions(expressions, path, OPERATORS);
    }

    private static List<String> expressions(List<Object> expressions, String path, Set<String> operators) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            String operator = Tree.text(expressions.get(i), "operator").orElse("");
            String field = path + "[" + i + "].";
            boolean none = Tree.list(expressions.get(i), "values").isEmpty();
            if (!operators.contains(operator)) {
                problems.add(field + "operator: Invalid value: " + GoText.quoted(operator)
                        + ": not a valid selector operator");
            } else if (operator.endsWith("In") && none) {
                problems.add(field + "values: Required value: must be specified when `operator` is 'In' or 'NotIn'");
            } else if (operator.endsWith("Exists") || operator.equals("DoesNotExist")) {
                if (!none) {
                    problems.add(field
                            + "values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
        }
        return problems;
    }
}
