package dev.labctl.kubernetes;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import dev.labctl.yaml.YamlWriter;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Credentials for one cluster, looked at before any client sees them: reading a kubeconfig can run a program that it
 * names, and a client that does not find the context it was asked for may silently take another.
 *
 * @param text of the file; never shown
 * @param context the context to use
 */
public record Kubeconfig(String text, String context) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1");

    /**
     * Accepts a kubeconfig that kind printed for a cluster on this machine, or on one that is known.
     *
     * @param known whether a server on that host, which is not this machine's loopback interface, is accepted nevertheless
     * @throws FailureException {@link Reason#KUBECONFIG_UNSAFE} for another context, a program to run, or a server
     *     elsewhere
     */
    public static Kubeconfig local(String text, String context, Predicate<String> known) {
        Object tree = YamlReader.values(text).stream().findFirst().orElse(null);
        if (!Tree.text(tree, "current-context").equals(Optional.of(context))) {
            throw unsafe("it is not for the context " + context);
        }
        for (Object user : Tree.list(tree, "users")) {
            if (Tree.at(user, "user", "exec").isPresent()
                    || Tree.at(user, "user", "auth-provider").isPresent()) {
                throw unsafe("it names a program that is to be run for credentials");
            }
        }
        for (Object cluster : Tree.list(tree, "clusters")) {
            String server = Tree.text(cluster, "cluster", "server").orElse("");
            String host = host(server);
            if (!LOOPBACK.matcher(host).matches() && !known.test(host)) {
                throw unsafe("its server " + server + " is not on this machine, and not where labctl was allowed to"
                        + " create the cluster");
            }
        }
        return new Kubeconfig(text, context);
    }

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

    private static String host(String server) {
        String host = URI.create(server).getHost();
        return host == null ? "" : host.replaceAll("[\\[\\]]", "");
    }

    private static FailureException unsafe(String why) {
        return new FailureException(
                Reason.KUBECONFIG_UNSAFE,
                "the kubeconfig of the cluster is not used: " + why,
                "Look at `kind get kubeconfig`: it must be for a kind cluster on this machine, or for one that was created"
                        + " with --allow-remote on the host of the container engine.");
    }

    /** Keeps credentials out of logs and messages. */
    @Override
    public String toString() {
        return "Kubeconfig[" + context + "]";
    }
}
