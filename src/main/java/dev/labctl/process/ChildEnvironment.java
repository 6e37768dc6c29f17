package dev.labctl.process;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The environment of child processes: what the parent has of an allowlist, nothing else.
 *
 * <p>The tools take a good part of their settings from the environment, so a variable that a reader set for something
 * else would change what a lab is: {@code CILIUM_*} and {@code HELM_NAMESPACE} where Cilium goes, {@code
 * KIND_CLUSTER_NAME} which cluster is deleted, {@code KUBECONFIG} which cluster is acted on, {@code LD_PRELOAD} and
 * {@code JAVA_TOOL_OPTIONS} what runs at all. A list of what is dropped would be behind with every release of a tool;
 * this is a list of what is kept: where programs, homes, caches and sockets are, how the network and the container
 * engine are reached, and who the reader is at a cloud provider.
 */
final class ChildEnvironment {
    private static final Set<String> KEPT = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "TMPDIR",
            "TEMP",
            "TMP",
            "SSH_AUTH_SOCK",
            "CONTAINER_HOST",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "ALL_PROXY",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "HELM_CACHE_HOME",
            "HELM_CONFIG_HOME",
            "HELM_DATA_HOME",
            // without these, Windows programs find neither their libraries nor their folders
            "SYSTEMROOT",
            "SYSTEMDRIVE",
            "WINDIR",
            "COMSPEC",
            "PATHEXT",
            "APPDATA",
            "LOCALAPPDATA",
            "PROGRAMDATA",
            "PROGRAMW6432",
            "USERPROFILE",
            "HOMEDRIVE",
            "HOMEPATH");

    private static final Set<String> KEPT_PREFIXES =
            Set.of("XDG_", "DOCKER_", "KIND_EXPERIMENTAL_", "AWS_", "PROGRAMFILES");

    /** The parsers of labctl expect English, UTF-8, and no escape sequences. */
    private static final Map<String, String> SET = Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1");

    private ChildEnvironment() {}

    /**
     * @param parent all that labctl itself was started with
     * @param call what this one call sets; it wins over everything else and is not filtered
     */
    static Map<String, String> of(Map<String, String> parent, Map<String, String> call) {
        Map<String, String> environment = new HashMap<>();
        parent.forEach((name, value) -> {
            if (isKept(name)) {
                environment.put(name, value);
            }
        });
        environment.putAll(SET);
        environment.putAll(call);
        return Map.copyOf(environment);
    }

    /** Case does not matter: Windows writes Path, and proxies are looked up in either case. */
    private static boolean isKept(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return KEPT.contains(upper) || KEPT_PREFIXES.stream().anyMatch(upper::startsWith);
    }
}
