package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.KubeconfigFile.invalid;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeconfigFile.Entry;
import dev.labctl.lab.Nearest;
import dev.labctl.tree.Tree;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The reader's kubeconfig, as kubectl reads it (Kubernetes {@code client-go/tools/clientcmd}): the files that {@code
 * KUBECONFIG} lists, or {@code ~/.kube/config}; of two entries with one name the first counts, and relative paths start at
 * the folder of the file that has them.
 *
 * @param files in their order; those that do not exist are skipped
 */
public record KubeconfigFiles(List<Path> files) {
    private static final List<String> CLUSTER_TEXTS =
            List.of("server", "certificate-authority-data", "tls-server-name", "proxy-url");
    private static final List<String> CLUSTER_PATHS = List.of("certificate-authority");
    private static final List<String> USER_TEXTS =
            List.of("client-certificate-data", "client-key-data", "token", "username", "password", "as", "as-uid");
    private static final List<String> USER_PATHS = List.of("client-certificate", "client-key", "tokenFile");

    public KubeconfigFiles {
        files = List.copyOf(files);
    }

    /**
     * Those of an environment.
     *
     * @throws FailureException {@link Reason#KUBECONFIG_INVALID} where it names what is no path
     */
    public static KubeconfigFiles of(Map<String, String> environment, Path home) {
        String names = environment.getOrDefault("KUBECONFIG", "");
        try {
            List<Path> listed = Stream.of(names.split(File.pathSeparator, -1))
                    .filter(name -> !name.isBlank())
                    .map(Path::of)
                    .toList();
            return new KubeconfigFiles(
                    listed.isEmpty() ? List.of(home.resolve(".kube").resolve("config")) : listed);
        } catch (InvalidPathException e) {
            throw invalid("KUBECONFIG names \"" + e.getInput() + "\", which is no path", e);
        }
    }

    /**
     * The credentials of one context, without those of any other.
     *
     * @throws FailureException {@link Reason#CONTEXT_UNKNOWN} where no file has it, {@link Reason#KUBECONFIG_INVALID} where a
     *     file cannot be read or the context is not complete
     */
    public Kubeconfig context(String name) {
        List<KubeconfigFile> read =
                files.stream().filter(Files::exists).map(KubeconfigFile::read).toList();
        Map<String, Entry> contexts = entries(read, "contexts", "context");
        Entry context = Optional.ofNullable(contexts.get(name)).orElseThrow(() -> unknown(name, contexts));
        Map<String, Object> cluster = cluster(named(read, "clusters", "cluster", context));
        Map<String, Object> user =
                text(context, "user").isEmpty() ? Map.of() : user(named(read, "users", "user", context));
        return Kubeconfig.single(name, cluster, user, text(context, "namespace"));
    }

    private static Map<String, Entry> entries(List<KubeconfigFile> read, String list, String key) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        read.stream()
                .flatMap(file -> file.entries(list, key).stream())
                .forEach(entry -> entries.putIfAbsent(entry.name(), entry));
        return entries;
    }

    /** The cluster or user of a context. */
    private static Entry named(List<KubeconfigFile> read, String list, String key, Entry context) {
        String wanted = text(context, key).orElse("");
        if (wanted.isEmpty()) {
            throw invalid("the context " + context.name() + " names no " + key, null);
        }
        return Optional.ofNullable(entries(read, list, key).get(wanted))
                .orElseThrow(() -> invalid(
                        "the context " + context.name() + " names the " + key + " \"" + wanted
                                + "\", which is not there",
                        null));
    }

    private static Map<String, Object> cluster(Entry entry) {
        Map<String, Object> tree = texts(entry, CLUSTER_TEXTS, CLUSTER_PATHS);
        String server = Tree.text(tree, "server").orElse("");
        if (server.isBlank()) {
            throw invalid("the cluster " + entry.name() + " of " + entry.file() + " has no server", null);
        }
        if (!isUrl(server)) {
            throw invalid(
                    "the server \"" + server + "\" of the cluster " + entry.name() + " of " + entry.file()
                            + " is no URL of http or https",
                    null);
        }
        Tree.flag(entry.tree(), "insecure-skip-tls-verify")
                .ifPresent(skip -> tree.put("insecure-skip-tls-verify", skip));
        return tree;
    }

    private static boolean isUrl(String server) {
        try {
            URI uri = new URI(server);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Map<String, Object> user(Entry entry) {
        Map<String, Object> tree = texts(entry, USER_TEXTS, USER_PATHS);
        List.of("as-user-extra", "auth-provider", "exec").forEach(key -> put(tree, entry, key, Map.class, "map"));
        put(tree, entry, "as-groups", List.class, "list");
        // fabric8 does not read token files; no command lasts as long as a token in one.
        Tree.text(tree, "tokenFile").ifPresent(file -> {
            tree.remove("tokenFile");
            tree.put("token", KubeconfigFile.text(Path.of(file)).strip());
        });
        // A program that is named with a path starts at the file as well; one without is on the PATH.
        return Tree.text(tree, "exec", "command")
                .filter(command -> command.contains("/") || command.contains(File.separator))
                .map(command -> Tree.with(tree, entry.path(command), "exec", "command"))
                .orElse(tree);
    }

    private static void put(Map<String, Object> tree, Entry entry, String key, Class<?> type, String word) {
        Tree.at(entry.tree(), key).ifPresent(value -> {
            if (!type.isInstance(value)) {
                throw wrong(entry, key, word);
            }
            tree.put(key, value);
        });
    }

    private static FailureException wrong(Entry entry, String key, String word) {
        return invalid(entry.file() + ": " + key + " of \"" + entry.name() + "\" is not a " + word, null);
    }

    /** Those keys of an entry that have a value; data that is here goes before a file, and paths are made absolute. */
    private static Map<String, Object> texts(Entry entry, List<String> texts, List<String> paths) {
        Map<String, Object> tree = new LinkedHashMap<>();
        texts.forEach(key -> text(entry, key).ifPresent(value -> tree.put(key, value)));
        paths.stream().filter(key -> !tree.containsKey(key + "-data")).forEach(key -> text(entry, key)
                .ifPresent(value -> tree.put(key, entry.path(value))));
        return tree;
    }

    private static Optional<String> text(Entry entry, String key) {
        Object value = entry.tree().get(key);
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw wrong(entry, key, "text");
        }
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isEmpty());
    }

    private FailureException unknown(String name, Map<String, Entry> contexts) {
        List<String> names = new ArrayList<>(contexts.keySet());
        String where = String.join(", ", files.stream().map(Path::toString).toList());
        return Failure.of(
                        Reason.CONTEXT_UNKNOWN,
                        "there is no context " + name + " in " + where,
                        names.isEmpty()
                                ? "Set KUBECONFIG to the file that has it."
                                : Nearest.question(name, names)
                                        .orElse("`kubectl config get-contexts` shows the contexts that there are."))
                .withDetails(names)
                .asException();
    }
}
