package dev.labctl.kubernetes;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import dev.labctl.yaml.YamlWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads what {@code kind get kubeconfig} prints. Only what kind writes is accepted (kind 0.33 {@code
 * pkg/cluster/internal/kubeconfig/internal/kubeconfig}: kubeadm's {@code admin.conf} with another server): programs, files,
 * proxies and unverified servers would lead a client elsewhere. That the server is the cluster's own is then what its
 * certificate says.
 */
public final class KindKubeconfig {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1");
    private static final Set<String> OF_A_CLUSTER = Set.of("server", "certificate-authority-data");
    private static final Set<String> OF_A_USER = Set.of("client-certificate-data", "client-key-data", "token");
    private static final Set<String> PROGRAMS = Set.of("exec", "auth-provider");

    private KindKubeconfig() {}

    /**
     * Accepts a kubeconfig that kind printed for a cluster on this machine, or on one that is known. What clients get is
     * written again, so that they read what was looked at here.
     *
     * @param known whether a server on that host, which is not this machine's loopback interface, is accepted nevertheless
     * @throws FailureException {@link Reason#KUBECONFIG_UNSAFE} for another context, a program to run, or a server
     *     elsewhere
     */
    public static Kubeconfig read(String text, String context, Predicate<String> known) {
        List<Object> documents = YamlReader.values(text);
        Object tree = documents.isEmpty() ? null : documents.get(0);
        if (documents.size() != 1 || !Tree.text(tree, "current-context").equals(Optional.of(context))) {
            throw unsafe("it is not for the context " + context);
        }
        Tree.list(tree, "users").forEach(user -> requireOnlyKnown(Tree.map(user, "user"), OF_A_USER));
        for (Object cluster : Tree.list(tree, "clusters")) {
            requireOnlyKnown(Tree.map(cluster, "cluster"), OF_A_CLUSTER);
            requireOwnServer(Tree.text(cluster, "cluster", "server").orElse(""), known);
        }
        Object chosen = entry(tree, "contexts", Optional.of(context));
        return new Kubeconfig(
                YamlWriter.write(Tree.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Config",
                        "current-context",
                        context,
                        "clusters",
                        List.of(entry(tree, "clusters", Tree.text(chosen, "context", "cluster"))),
                        "users",
                        List.of(entry(tree, "users", Tree.text(chosen, "context", "user"))),
                        "contexts",
                        List.of(chosen))),
                context);
    }

    private static Object entry(Object tree, String list, Optional<String> name) {
        List<Object> named = Tree.list(tree, list).stream()
                .filter(entry -> name.isPresent() && Tree.has(entry, name.get(), "name"))
                .toList();
        if (named.size() != 1) {
            throw unsafe("its " + list + " do not fit its current context");
        }
        return named.get(0);
    }

    private static void requireOnlyKnown(Map<String, Object> entry, Set<String> known) {
        if (entry.keySet().stream().anyMatch(PROGRAMS::contains)) {
            throw unsafe("it names a program that is to be run for credentials");
        }
        entry.keySet().stream().filter(key -> !known.contains(key)).findFirst().ifPresent(key -> {
            throw unsafe("it has " + key + ", which kind does not write");
        });
    }

    private static void requireOwnServer(String server, Predicate<String> known) {
        String host = host(server);
        if (!LOOPBACK.matcher(host).matches() && !known.test(host)) {
            throw unsafe("its server " + server + " is not on this machine, and not where labctl was allowed to"
                    + " create the cluster");
        }
    }

    private static String host(String server) {
        try {
            URI uri = new URI(server);
            boolean whole = "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
            return whole ? uri.getHost().replaceAll("[\\[\\]]", "") : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static FailureException unsafe(String why) {
        return new FailureException(
                Reason.KUBECONFIG_UNSAFE,
                "the kubeconfig of the cluster is not used: " + why,
                "Look at `kind get kubeconfig`: it must be for a kind cluster on this machine, or for one that was created"
                        + " with --allow-remote on the host of the container engine.");
    }
}
