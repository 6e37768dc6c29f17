package dev.labctl.process;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The environment of child processes: the parent's variables that are on an allowlist.
 *
 * <p>The tools read many settings from the environment, so a variable that the user set for another purpose would change a
 * lab: {@code CILIUM_*} and {@code HELM_NAMESPACE} change where Cilium is installed, {@code KIND_CLUSTER_NAME} which cluster is
 * deleted, {@code KUBECONFIG} which cluster is changed, {@code LD_PRELOAD} and {@code JAVA_TOOL_OPTIONS} what runs. A denylist
 * would be outdated with every release of a tool. The allowlist keeps the locations of programs, homes, caches and sockets, the
 * access to the network and the container engine, and the user's identity at a cloud provider.
 */
final class ChildEnvironment {
    /** The last two lines are for Windows, whose programs find neither their libraries nor their folders without them. */
    private static final Set<String> KEPT = Set.of(
            """
            PATH HOME USER LOGNAME TMPDIR TEMP TMP SSH_AUTH_SOCK CONTAINER_HOST CONTAINER_CONNECTION CONTAINER_SSHKEY
            CONTAINERS_CONF CONTAINERS_STORAGE_CONF CONTAINERD_ADDRESS CONTAINERD_NAMESPACE NERDCTL_TOML
            HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR
            HELM_CACHE_HOME HELM_CONFIG_HOME HELM_DATA_HOME
            SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT
            APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMW6432 USERPROFILE HOMEDRIVE HOMEPATH
            """
                    .split("\\s+"));

    private static final Set<String> KEPT_PREFIXES = Set.of(
            "XDG_", "DOCKER_", "KIND_EXPERIMENTAL_", "AWS_", "AZURE_", "AAD_", "GOOGLE_", "CLOUDSDK_", "PROGRAMFILES");

    /** labctl's parsers expect English, UTF-8, and no escape sequences. */
    private static final Map<String, String> SET = Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "1");

    private ChildEnvironment() {}

    /**
     * @param parent the environment of labctl itself
     * @param call the variables of this call; they take precedence and are not filtered
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

    /** Ignores case: Windows uses Path, and proxy variables are used in both cases. */
    private static boolean isKept(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return KEPT.contains(upper) || KEPT_PREFIXES.stream().anyMatch(upper::startsWith);
    }
}
