package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import dev.labctl.yaml.YamlWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * the file that has them.
 *
 * @param files in their order; those that do not exist are skipped
 */
public record KubeconfigFiles(List<Path> files) {
    private static final List<String> CLUSTER_PATHS = List.of("certificate-authority");
    private static final List<String> USER_PATHS = List.of("client-certificate", "client-key", "tokenFile");

    public KubeconfigFiles {
        files = List.copyOf(files);
    }

    /** Those of an environment. */
    public static KubeconfigFiles of(Map<String, String> environment, Path home) {
        List<Path> listed = Stream.of(environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1))
                .filter(name -> !name.isBlank())
                .map(Path::of)
                .toList();
        return new KubeconfigFiles(
                listed.isEmpty() ? List.of(home.resolve(".kube").resolve("config")) : listed);
    }

    /** An entry of one of the lists, and the folder where its relative paths start. */
    private record Entry(Map<String, Object> tree, Path folder) {}

    /**
     * The credentials of one context, without those of any other.
     *
     * @throws FailureException {@link Reason#CONTEXT_UNKNOWN} where no file has it, {@link Reason#KUBECONFIG_INVALID} where a
     *     file cannot be read or the context is not complete
     */
    public Kubeconfig context(String name) {
        Map<String, Entry> contexts = entries("contexts", "context");
        Entry context = Optional.ofNullable(contexts.get(name)).orElseThrow(() -> unknown(name, contexts));
        Map<String, Object> cluster = named("clusters", "cluster", context, name, CLUSTER_PATHS);
        if (Tree.text(cluster, "server").filter(server -> !server.isBlank()).isEmpty()) {
            throw invalid("the cluster of the context " + name + " has no server");
        }
        Map<String, Object> user = Tree.text(context.tree(), "user").isPresent()
                ? withToken(named("users", "user", context, name, USER_PATHS))
                : Map.of();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", "Config");
        tree.put("current-context", name);
        tree.put("clusters", List.of(Map.of("name", "cluster", "cluster", cluster)));
        tree.put("users", List.of(Map.of("name", "user", "user", user)));
        Map<String, Object> own = new LinkedHashMap<>(Map.of("cluster", "cluster", "user", "user"));
        Tree.text(context.tree(), "namespace").ifPresent(namespace -> own.put("namespace", namespace));
        tree.put("contexts", List.of(Map.of("name", name, "context", own)));
        return new Kubeconfig(YamlWriter.write(tree), name);
    }

    /** The cluster or user of a context. */
    private Map<String, Object> named(String list, String key, Entry context, String name, List<String> paths) {
        String wanted = Tree.text(context.tree(), key).orElse("");
        Entry found = Optional.ofNullable(entries(list, key).get(wanted))
                .orElseThrow(() -> invalid(
                        "the context " + name + " names the " + key + " \"" + wanted + "\", which is not there"));
        Map<String, Object> tree = new LinkedHashMap<>(found.tree());
        paths.forEach(path -> Tree.text(tree, path)
                .filter(file -> !file.isEmpty())
                .ifPresent(file -> tree.put(path, found.folder().resolve(file).toString())));
        return withProgram(tree, found.folder());
    }

    /** A program for credentials that is named with a path starts at the file as well; one without is on the PATH. */
    private static Map<String, Object> withProgram(Map<String, Object> tree, Path folder) {
        return Tree.text(tree, "exec", "command")
                .filter(command -> command.contains("/") || command.contains(File.separator))
                .map(command -> Tree.with(tree, folder.resolve(command).toString(), "exec", "command"))
                .orElse(tree);
    }

    /** fabric8 does not read token files; a token that changes within the time of a command is none of a person's. */
    private static Map<String, Object> withToken(Map<String, Object> user) {
        Optional<String> file = Tree.text(user, "tokenFile").filter(name -> !name.isEmpty());
        if (file.isEmpty()) {
            return user;
        }
        Map<String, Object> tree = new LinkedHashMap<>(user);
        tree.remove("tokenFile");
        tree.put("token", text(Path.of(file.get())).strip());
        return tree;
    }

    private Map<String, Entry> entries(String list, String key) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                Path folder =
                        Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
                for (Object entry : Tree.list(tree(file), list)) {
                    entries.putIfAbsent(Tree.text(entry, "name").orElse(""), new Entry(Tree.map(entry, key), folder));
                }
            }
        }
        return entries;
    }

    private static Object tree(Path file) {
        List<Object> documents = YamlReader.values(text(file));
        if (documents.size() != 1 || !(documents.get(0) instanceof Map<?, ?>)) {
            throw invalid(file + " is not a kubeconfig");
        }
        return documents.get(0);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw invalid(file + " does not exist", e);
        } catch (IOException e) {
            throw invalid(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private FailureException unknown(String name, Map<String, Entry> contexts) {
        List<String> names = new ArrayList<>(contexts.keySet());
        String where = String.join(", ", files.stream().map(Path::toString).toList());
        return Failure.of(
                        Reason.CONTEXT_UNKNOWN,
                        "there is no context " + name + " in " + where,
                        names.isEmpty()
                                ? "Set KUBECONFIG to the file that has it."
                                : "`kubectl config get-contexts` shows the contexts that there are.")
                .withDetails(names)
                .asException();
    }

    private static FailureException invalid(String why) {
        return invalid(why, null);
    }

    private static FailureException invalid(String why, IOException cause) {
        return new FailureException(
                Reason.KUBECONFIG_INVALID,
                "the kubeconfig cannot be used: " + why,
                "Check it with `kubectl config view`.",
                cause);
    }
}
