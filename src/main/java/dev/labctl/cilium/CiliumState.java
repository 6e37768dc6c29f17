package dev.labctl.cilium;

import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The Cilium of a cluster.
 *
 * @param release Helm's newest record of it; empty where none was ever installed
 * @param settings of {@code cilium-config}; empty where there is none
 */
public record CiliumState(Optional<Release> release, Optional<IpamSettings> settings) {
    public static final CiliumState NONE = new CiliumState(Optional.empty(), Optional.empty());
    /** The DaemonSet of the agents. */
    public static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium");

    public static final ObjectRef OPERATOR =
            ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "cilium-operator");

    private static final String NAMESPACE = "kube-system";
    private static final ObjectRef CONFIG = ObjectRef.namespaced("v1", "ConfigMap", NAMESPACE, "cilium-config");

    /**
     * Helm's record of one install or upgrade.
     *
     * @param revision counts installs and upgrades, from 1
     * @param status as Helm has it: {@code deployed}, {@code failed}, {@code pending-install}, …
     */
    public record Release(int revision, String status) {
        public boolean deployed() {
            return status.equals("deployed");
        }

        /** Left by an install or upgrade that was cut off: Helm refuses everything but an uninstall then. */
        public boolean pending() {
            return status.startsWith("pending") || status.equals("uninstalling");
        }
    }

    /** Helm keeps each revision of a release in a Secret, whose labels have all that is needed here. */
    public static CiliumState of(KubeApi cluster) {
        Map<String, String> ofHelm = Map.of("owner", "helm", "name", "cilium");
        Optional<Release> release = cluster.list("v1", "Secret", Optional.of(NAMESPACE), ofHelm).stream()
                .map(KubeObject::labels)
                .map(labels -> new Release(revision(labels.get("version")), labels.getOrDefault("status", "unknown")))
                .max(Comparator.comparingInt(Release::revision));
        return new CiliumState(release, IpamSettings.ofConfig(config(cluster)));
    }

    /** The settings that agents and operator run with; none where Cilium is not installed. */
    public static Map<String, String> config(KubeApi cluster) {
        return cluster.get(CONFIG).map(config -> config.texts("data")).orElse(Map.of());
    }

    private static int revision(String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
