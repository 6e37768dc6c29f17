package dev.labctl.command.planner;

import dev.labctl.cilium.CiliumDefaults;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.steps.objects.ApplyManifests.Phase;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a lab asks of its cluster and of the Cilium on it. Pure. */
public final class DesiredState {
    private DesiredState() {}

    /**
     * The lab's cluster.
     *
     * @param nodeImage asked for by name; empty for the pinned one; EKS has images of its own
     */
    public static ClusterSpec cluster(ClusterName name, Lab lab, Optional<String> nodeImage, Versions pinned) {
        String image = lab.kind().isPresent() ? nodeImage.orElse(pinned.nodeImage()) : "";
        return new ClusterSpec(name, lab.ref(), lab.cluster(), image);
    }

    /**
     * All that the lab asks of a cluster, apart from its objects.
     *
     * @param nodeImage asked for by name; empty for the pinned one
     * @param version of Cilium, asked for by name; empty for the pinned one
     */
    public static DesiredLab of(
            ClusterName name, Lab lab, Optional<String> nodeImage, Optional<String> version, Versions pinned) {
        return new DesiredLab(
                cluster(name, lab, nodeImage, pinned),
                nodeImage.isPresent(),
                cilium(name, lab, version, pinned),
                settings(name, lab));
    }

    /**
     * The lab's Cilium.
     *
     * @param version asked for by name, with or without a leading {@code v}; empty for the pinned one
     */
    public static CiliumRequest cilium(ClusterName cluster, Lab lab, Optional<String> version, Versions pinned) {
        String parsed = ciliumVersion(version, pinned).text();
        List<Manifest> before = Phase.BEFORE_CILIUM.of(lab);
        String reliesOn = before.isEmpty()
                ? ""
                : Tree.fingerprint(before.stream().map(Manifest::tree).toList());
        return new CiliumRequest(cluster, lab.ref(), parsed, lab.values(), reliesOn);
    }

    /**
     * The version of Cilium that a lab gets.
     *
     * @param asked for by name; empty for the pinned one
     * @throws dev.labctl.failure.FailureException with {@code USAGE} where the text is no version
     */
    public static CiliumVersion ciliumVersion(Optional<String> asked, Versions pinned) {
        String text = asked.orElse(pinned.cilium());
        return CiliumVersion.read(text)
                .orElseThrow(() -> new FailureException(
                        Reason.USAGE,
                        "\"" + text + "\" is not a version of Cilium",
                        "Give all three numbers, such as 1.18.2 or 1.19.0-rc.1."));
    }

    /** What the lab's values come to, with the defaults of whoever installs them. */
    public static IpamSettings settings(ClusterName cluster, Lab lab) {
        return IpamSettings.ofValues(values(cluster, lab));
    }

    /** The lab's values with the defaults of whoever installs them, as they reach the cluster. */
    public static Map<String, Object> values(ClusterName cluster, Lab lab) {
        return Tree.merge(defaults(cluster, lab), lab.values().treeFor(cluster));
    }

    /** The values that whoever installs Cilium sets where the lab does not; none for labs on other clusters than kind's. */
    private static Map<String, Object> defaults(ClusterName cluster, Lab lab) {
        return lab.kind()
                .filter(kind -> !cluster.ofContext() || cluster.value().startsWith("kind-"))
                .map(kind -> CiliumDefaults.onKind(cluster, lab.values().treeFor(cluster), kind.kubeProxy()))
                .orElse(Map.of());
    }

    /** The lab as it is predicted. */
    public static Scenario scenario(ClusterName cluster, Lab lab, WhatIf changes) {
        return Scenario.of(lab, cluster, defaults(cluster, lab), changes);
    }
}
