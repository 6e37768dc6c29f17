package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Asks the cluster by kubectl, whose answers owe nothing to labctl. */
final class Kubectl {
    private static final JsonMapper JSON = new JsonMapper();

    private final Shell shell;
    private final String context;

    Kubectl(Shell shell, String cluster) {
        this.shell = shell;
        this.context = "kind-" + cluster;
    }

    String out(String arguments) {
        return shell.run("kubectl --context " + context + " " + arguments)
                .succeeds()
                .out();
    }

    List<Object> items(String arguments) {
        return Tree.list(JSON.readValue(out(arguments + " -o json"), Map.class), "items");
    }

    Object object(String arguments) {
        return JSON.readValue(out(arguments + " -o json"), Map.class);
    }

    static String name(Object object) {
        return text(object, "metadata", "name");
    }

    static String text(Object object, String... path) {
        return Tree.text(object, path).orElse("");
    }

    static List<String> texts(Object object, String... path) {
        return Tree.list(object, path).stream().map(String::valueOf).toList();
    }

    static boolean ready(Object object) {
        return Tree.list(object, "status", "conditions").stream()
                .anyMatch(condition -> text(condition, "type").equals("Ready")
                        && text(condition, "status").equals("True"));
    }

    /** All addresses of a pod. */
    static List<String> addresses(Object pod) {
        return Tree.list(pod, "status", "podIPs").stream()
                .map(ip -> text(ip, "ip"))
                .toList();
    }

    /** The one node whose label says so. */
    String worker(String which) {
        List<Object> nodes = items("get nodes -l labctl.dev/worker=" + which);
        assertThat(nodes).hasSize(1);
        return name(nodes.get(0));
    }
}
