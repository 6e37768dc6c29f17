package dev.labctl.cilium;

import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Cilium of a cluster.
 *
 * @param release Helm's newest record of it; empty where none was ever installed
 * @param settings of {@code cilium-config}; empty where there is none
 * @param namespace where it is, or would be
 * @param presence whether it is there, by whatever means it was installed
 * @param damage what it lacks; looked for only on labctl's own clusters
 */
public record CiliumState(
        Optional<Release> release,
        Optional<IpamSettings> settings,
        CiliumNamespace namespace,
        Presence presence,
        List<Damage> damage) {
    public CiliumState {
        damage = List.copyOf(damage);
    }

    /** Whether Cilium is there. */
    public enum Presence {
        THERE,
        ABSENT,
        /** The reader may read nothing that would say so. */
        UNKNOWN
    }

    public static final CiliumState NONE = new CiliumState(Optional.empty(), Optional.empty());

    /** Of a Cilium where the cilium CLI installs it. */
    public CiliumState(Optional<Release> release, Optional<IpamSettings> settings) {
        this(
                release,
                settings,
                CiliumNamespace.DEFAULT,
                release.isPresent() || settings.isPresent() ? Presence.THERE : Presence.ABSENT,
                List.of());
    }

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

    /**
     * Helm keeps each revision of a release in a Secret, whose labels have all that is needed here. Who may not read Secrets
     * still learns from the agents and their settings that Cilium is there.
     */
    public static CiliumState of(KubeApi cluster) {
        Optional<CiliumNamespace> found = CiliumNamespace.find(cluster);
        CiliumNamespace namespace = found.orElse(CiliumNamespace.DEFAULT);
        Map<String, String> ofHelm = Map.of("owner", "helm", "name", "cilium");
        Optional<Release> release = cluster.list("v1", "Secret", Optional.of(namespace.name()), ofHelm).stream()
                .map(KubeObject::labels)
                .map(labels -> new Release(revision(labels.get("version")), labels.getOrDefault("status", "unknown")))
                .max(Comparator.comparingInt(Release::revision));
        Optional<IpamSettings> settings = IpamSettings.ofConfig(config(cluster, namespace));
        boolean there = found.isPresent() || release.isPresent() || settings.isPresent();
        Presence otherwise = cluster.knows("DaemonSet") || cluster.knows("Pod") ? Presence.ABSENT : Presence.UNKNOWN;
        return new CiliumState(release, settings, namespace, there ? Presence.THERE : otherwise, List.of());
    }

    /** The settings that agents and operator run with; none where Cilium is not installed. */
    public static Map<String, String> config(KubeApi cluster) {
        return config(cluster, CiliumNamespace.of(cluster));
    }

    private static Map<String, String> config(KubeApi cluster, CiliumNamespace namespace) {
        return cluster.get(namespace.config())
                .map(config -> config.texts("data"))
                .orElse(Map.of());
    }

    public boolean installed() {
        return presence == Presence.THERE;
    }

    /** Whether it is known that Cilium is not there. */
    public boolean absent() {
        return presence == Presence.ABSENT;
    }

    /**
     * The same with its damage.
     *
     * @param nodes of the cluster
     */
    public CiliumState inspected(KubeApi cluster, List<KubeObject> nodes) {
        return installed()
                ? new CiliumState(release, settings, namespace, presence, Damage.of(cluster, namespace, nodes))
                : this;
    }

    /** The first damage of a kind, in words. */
    public Optional<String> damage(Damage.Kind kind) {
        return damage.stream().filter(one -> one.kind() == kind).findFirst().map(Damage::words);
    }

    private static int revision(String text) {
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
