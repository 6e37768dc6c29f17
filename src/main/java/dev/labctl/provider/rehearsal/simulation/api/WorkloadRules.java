package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the API server checks of Deployments and their like (Kubernetes 1.33 {@code pkg/apis/apps}, {@code pkg/apis/batch}). Pure. */
final class WorkloadRules {
    private static final Set<String> SELECTING = Set.of("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet");
    private static final Set<String> OF_A_STATEFUL_SET = Set.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");
    /** The end of what is said of a selector that cannot be read; the server looks no further then. */
    static final String INVALID_SELECTOR = "invalid label selector";

    private static final int FIELDS_OF_SCHEDULE = 5;

    private final KubeObject object;
    private final Optional<KubeObject> before;
    private final List<String> problems = new ArrayList<>();

    private WorkloadRules(KubeObject object, Optional<KubeObject> before) {
        this.object = object;
        this.before = before;
    }

    /** What is wrong with the selector of an object whose pods have one. */
    static List<String> ofSelector(KubeObject object, Optional<KubeObject> before) {
        WorkloadRules rules = new WorkloadRules(object, before);
        if (SELECTING.contains(object.kind())) {
            rules.selector();
        }
        return rules.problems;
    }

    /** What is wrong with all but the selector and the template. */
    static List<String> problems(KubeObject object, Optional<KubeObject> before) {
        WorkloadRules rules = new WorkloadRules(object, before);
        if (SELECTING.contains(object.kind())) {
            rules.restartPolicy();
        }
        switch (object.kind()) {
            case "Deployment" -> rules.deployment();
            case "StatefulSet" -> rules.statefulSet();
            case "DaemonSet" -> rules.strategy("updateStrategy", "RollingUpdate", "OnDelete");
            case "Job" -> rules.job();
            case "CronJob" -> rules.cronJob();
            default -> {}
        }
        return rules.problems;
    }

    private Map<String, Object> selector(KubeObject of) {
        return Tree.map(of.tree(), "spec", "selector");
    }

    private void selector() {
        Map<String, Object> selector = selector(object);
        boolean given = Tree.at(object.tree(), "spec", "selector").isPresent();
        boolean daemons = object.kind().equals("DaemonSet");
        if (!given && !daemons) {
            problems.add("spec.selector: Required value");
        }
        List<String> wrong = new ArrayList<>();
        Tree.texts(selector, "matchLabels").forEach((key, value) -> {
            Formats.problems("qualified", key).forEach(why -> wrong.add(matchLabels(key, why)));
            Formats.problems("labelValue", value).forEach(why -> wrong.add(matchLabels(value, why)));
        });
        wrong.addAll(
                AffinityRules.expressions(Tree.list(selector, "matchExpressions"), "spec.selector.matchExpressions"));
        problems.addAll(wrong);
        String shown = "spec.selector: Invalid value: " + goText(selector) + ": ";
        if (given && selector.isEmpty() && !daemons) {
            problems.add(
                    shown + "empty selector is invalid for " + object.kind().toLowerCase(Locale.ROOT));
        } else if (!wrong.isEmpty()) {
            problems.add(shown + INVALID_SELECTOR);
        } else {
            Map<String, String> labels = object.texts("spec", "template", "metadata", "labels");
            if (!given || selector.isEmpty() || !Requirement.all(Requirement.selector(selector), labels)) {
                problems.add("spec.template.metadata.labels: Invalid value: " + GoText.texts(labels)
                        + ": `selector` does not match template `labels`");
            }
        }
        if (before.filter(old -> !selector(old).equals(selector)).isPresent()
                && !object.kind().equals("StatefulSet")) {
            problems.add(shown + "field is immutable");
        }
    }

    private static String matchLabels(String text, String why) {
        return "spec.selector.matchLabels: Invalid value: " + GoText.quoted(text) + ": " + why;
    }

    private static String goText(Map<String, Object> selector) {
        String expressions = Tree.list(selector, "matchExpressions").stream()
                .map(one -> "v1.LabelSelectorRequirement{Key:"
                        + GoText.quoted(Tree.text(one, "key").orElse(""))
                        + ", Operator:"
                        + GoText.quoted(Tree.text(one, "operator").orElse("")) + ", Values:[]string"
                        + values(Tree.list(one, "values")) + "}")
                .collect(Collectors.joining(", "));
        return "v1.LabelSelector{MatchLabels:" + GoText.texts(Tree.texts(selector, "matchLabels"))
                + ", MatchExpressions:[]v1.LabelSelectorRequirement"
                + (expressions.isEmpty() ? "(nil)" : "{" + expressions + "}") + "}";
    }

    private static String values(List<Object> values) {
        return values.isEmpty()
                ? "(nil)"
                : values.stream()
                        .map(value -> GoText.quoted(String.valueOf(value)))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private void restartPolicy() {
        String policy = object.text("spec", "template", "spec", "restartPolicy").orElse("Always");
        if (!policy.equals("Always")) {
            problems.add(FieldRules.unsupported("spec.template.spec.restartPolicy", policy, List.of("Always")));
        }
        if (!object.kind().equals("StatefulSet")
                && !object.kind().equals("DaemonSet")
                && Tree.at(object.tree(), "spec", "template", "spec", "activeDeadlineSeconds")
                        .isPresent()) {
            problems.add(
                    "spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not"
                            + " Supported");
        }
    }

    private void deployment() {
        strategy("strategy", "Recreate", "RollingUpdate");
        Map<String, Object> rolling = Tree.map(object.tree(), "spec", "strategy", "rollingUpdate");
        if (object.has("Recreate", "spec", "strategy", "type") && !rolling.isEmpty()) {
            problems.add(
                    "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'");
        } else {
            problems.addAll(RollingUpdateRules.problems(rolling, "spec.strategy.rollingUpdate"));
        }
        long deadline = object.number("spec", "progressDeadlineSeconds");
        if (deadline <= object.number("spec", "minReadySeconds")) {
            problems.add("spec.progressDeadlineSeconds: Invalid value: " + deadline
                    + ": must be greater than minReadySeconds");
        }
    }

    private void strategy(String field, String... types) {
        String type = object.text("spec", field, "type").orElse(types[0]);
        if (!List.of(types).contains(type)) {
            String name = object.kind() + (field.equals("strategy") ? "Strategy" : "UpdateStrategy");
            String rolling = object.kind().equals("Deployment") ? "RollingUpdateDeployment" : "RollingUpdateDaemonSet";
            problems.add("spec." + field + ": Unsupported value: apps." + name + "{Type:" + GoText.quoted(type)
                    + ", RollingUpdate:(*apps." + rolling + ")(nil)}: supported values: \"" + types[0] + "\", \""
                    + types[1]
                    + "\"");
        }
    }

    private void statefulSet() {
        String type = object.text("spec", "updateStrategy", "type").orElse("RollingUpdate");
        if (!Set.of("RollingUpdate", "OnDelete").contains(type)) {
            problems.add(
                    "spec.updateStrategy: Invalid value: apps.StatefulSetUpdateStrategy{Type:" + GoText.quoted(type)
                            + ", RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}: must be 'RollingUpdate' or"
                            + " 'OnDelete'");
        }
        if (before.filter(old -> !fixed(old).equals(fixed(object))).isPresent()) {
            problems.add(
                    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden");
        }
    }

    private static Map<String, Object> fixed(KubeObject set) {
        return Tree.map(set.tree(), "spec").entrySet().stream()
                .filter(field -> !OF_A_STATEFUL_SET.contains(field.getKey()) && field.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void job() {
        oneTime("spec.template.spec", Tree.map(object.tree(), "spec", "template", "spec"));
        boolean changed =
                before.filter(old -> !template(old).equals(template(object))).isPresent();
        // The server takes an apply that creates for a change as well, and has filled in labels by then.
        if (changed || !problems.isEmpty()) {
            problems.add("spec.template: Invalid value: core.PodTemplateSpec{…}: field is immutable");
        }
        long completions = object.number("spec", "completions");
        boolean first = before.isEmpty() && completions < 0;
        if (first
                || before.filter(old -> old.number("spec", "completions") != completions)
                        .isPresent()) {
            problems.add("spec.completions: Invalid value: " + completions + ": field is immutable");
        }
    }

    private static Object template(KubeObject job) {
        return Tree.map(job.tree(), "spec", "template", "spec");
    }

    private void oneTime(String path, Map<String, Object> spec) {
        String policy = Tree.text(spec, "restartPolicy").orElse("Always");
        if (policy.equals("Always")) {
            problems.add(path + ".restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
        }
    }

    private void cronJob() {
        oneTime(
                "spec.jobTemplate.spec.template.spec",
                Tree.map(object.tree(), "spec", "jobTemplate", "spec", "template", "spec"));
        String schedule = object.text("spec", "schedule").orElse("").strip();
        List<String> fields = List.of(schedule.split("\\s+", -1));
        if (!schedule.isEmpty() && !schedule.startsWith("@") && fields.size() != FIELDS_OF_SCHEDULE) {
            problems.add("spec.schedule: Invalid value: " + GoText.quoted(schedule)
                    + ": expected exactly 5 fields, found " + fields.size() + ": " + GoText.plain(fields));
        }
    }
}
