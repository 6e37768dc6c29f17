package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Kubernetes object as its JSON has it. */
public record KubeObject(Map<String, Object> tree) {
    /** One entry of {@code status.conditions}. */
    public record Condition(String type, String status, String reason, String message, Optional<Instant> since) {
        public boolean isTrue() {
            return "True".equals(status);
        }
    }

    public String apiVersion() {
        return text("apiVersion").orElse("");
    }

    public String kind() {
        return text("kind").orElse("");
    }

    public String name() {
        return text("metadata", "name").orElse("");
    }

    public Optional<String> namespace() {
        return Tree.nonEmpty(tree, "metadata", "namespace");
    }

    public ObjectRef ref() {
        return new ObjectRef(apiVersion(), kind(), namespace(), name());
    }

    public String uid() {
        return text("metadata", "uid").orElse("");
    }

    public String resourceVersion() {
        return text("metadata", "resourceVersion").orElse("");
    }

    public Map<String, String> labels() {
        return Tree.texts(tree, "metadata", "labels");
    }

    /** The labels by which a workload or a Service chooses its pods; none where it chooses none. */
    public Map<String, String> selector() {
        Map<String, String> labels = texts("spec", "selector", "matchLabels");
        return labels.isEmpty() ? texts("spec", "selector") : labels;
    }

    public boolean hasLabels(Map<String, String> wanted) {
        return labels().entrySet().containsAll(wanted.entrySet());
    }

    /** Whether the object is being deleted and only waits for its finalizers or its grace period. */
    public boolean deleting() {
        return text("metadata", "deletionTimestamp").isPresent();
    }

    /** Who managed the fields of an object that was there before its first apply, as far as the server knows. */
    private static final String UNKNOWN_MANAGER = "before-first-apply";

    /**
     * Whether others made it: they manage fields of it, and labctl does not. Objects of lists come without their managers. For one
     * that was created without any field, such as a bare Namespace, the server notes no manager: it counts as labctl's.
     */
    public boolean madeByOthers() {
        List<String> managers = managers();
        return !managers.isEmpty() && !managers.contains(KubeApi.FIELD_MANAGER) && !managers.contains(UNKNOWN_MANAGER);
    }

    /** Who manages fields of it other than those of subresources, such as its status. */
    public List<String> managers() {
        return list("metadata", "managedFields").stream()
                .filter(entry -> Tree.nonEmpty(entry, "subresource").isEmpty())
                .flatMap(entry -> Tree.nonEmpty(entry, "manager").stream())
                .distinct()
                .toList();
    }

    public Optional<Instant> created() {
        return Tree.time(tree, "metadata", "creationTimestamp");
    }

    public Optional<String> text(String... path) {
        return Tree.text(tree, path);
    }

    /** Whether the text at a path is this one. */
    public boolean has(String text, String... path) {
        return Tree.has(tree, text, path);
    }

    public boolean isIn(String namespace) {
        return has(namespace, "metadata", "namespace");
    }

    /** The number at a path, 0 where there is none: the API server leaves zeros out. */
    public long number(String... path) {
        return Tree.number(tree, path).orElse(0L);
    }

    public List<Object> list(String... path) {
        return Tree.list(tree, path);
    }

    public Map<String, String> texts(String... path) {
        return Tree.texts(tree, path);
    }

    public List<Condition> conditions() {
        return list("status", "conditions").stream().map(KubeObject::condition).toList();
    }

    /** Reads that condition alone: waits ask it of every pod, every second. */
    public Optional<Condition> condition(String type) {
        return list("status", "conditions").stream()
                .filter(entry -> entry instanceof Map<?, ?> map && type.equals(map.get("type")))
                .findFirst()
                .map(KubeObject::condition);
    }

    /** Since when it has the condition as it is now. */
    public Optional<Instant> since(String type) {
        return condition(type).flatMap(Condition::since);
    }

    private static Condition condition(Object entry) {
        return new Condition(
                Tree.text(entry, "type").orElse(""),
                Tree.text(entry, "status").orElse(""),
                Tree.text(entry, "reason").orElse(""),
                Tree.text(entry, "message").orElse(""),
                Tree.time(entry, "lastTransitionTime"));
    }

    public boolean conditionTrue(String type) {
        return list("status", "conditions").stream()
                .anyMatch(entry -> entry instanceof Map<?, ?> map
                        && type.equals(map.get("type"))
                        && "True".equals(map.get("status")));
    }
}
