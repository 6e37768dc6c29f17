package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import dev.labctl.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials for one cluster, looked at before any client sees them: reading a kubeconfig can run a program that it
 * names, and a client that does not find the context it was asked for may silently take another.
 *
 * @param text of the file; never shown
 * @param context the context to use
 */
public record Kubeconfig(String text, String context) {
    /** One context with its cluster and user. */
    static Kubeconfig single(
            String name, Map<String, Object> cluster, Map<String, Object> user, Optional<String> namespace) {
        Map<String, Object> context = new LinkedHashMap<>(Map.of("cluster", "cluster", "user", "user"));
        namespace.ifPresent(value -> context.put("namespace", value));
        Map<String, Object> tree = Tree.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "current-context",
                name,
                "clusters",
                List.of(Map.of("name", "cluster", "cluster", cluster)),
                "users",
                List.of(Map.of("name", "user", "user", user)),
                "contexts",
                List.of(Map.of("name", name, "context", context)));
        return new Kubeconfig(YamlWriter.write(tree), name);
    }

    /** The same with another user; of a kubeconfig of one context. */
    Kubeconfig withUser(Map<String, Object> user) {
        Optional<String> namespace = Tree.text(first("contexts", "context"), "namespace");
        return single(context, cluster(), user, namespace);
    }

    /** The cluster; of a kubeconfig of one context. */
    Map<String, Object> cluster() {
        return first("clusters", "cluster");
    }

    /** The user; of a kubeconfig of one context. */
    Map<String, Object> user() {
        return first("users", "user");
    }

    private Map<String, Object> first(String list, String key) {
        return YamlReader.values(text).stream()
                .flatMap(tree -> Tree.list(tree, list).stream())
                .findFirst()
                .map(entry -> Tree.map(entry, key))
                .orElse(Map.of());
    }

    /** Keeps credentials out of logs and messages. */
    @Override
    public String toString() {
        return "Kubeconfig[" + context + "]";
    }
}
