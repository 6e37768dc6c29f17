package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.failure.Severity;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.lab.CiliumValues;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.lab.ValueNote;
import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.WorkloadSpec;
import dev.labctl.yaml.Position;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a lab's files show by themselves, each with its place: settings that nothing reads, and names of another cluster. */
public final class FileLint {
    private static final Set<String> READ_OF = Set.of("Pod", "Namespace");

    private final List<Finding> findings = new ArrayList<>();

    private FileLint() {}

    /**
     * The findings of a lab for a cluster of this name.
     *
     * @param values as they reach the cluster, the installer's own defaults with them
     */
    public static List<Finding> of(Lab lab, ClusterName cluster, Map<String, Object> values) {
        return of(lab, cluster, values, WhatIf.NOTHING);
    }

    /** The same with hypothetical changes, which {@code values} contains. */
    static List<Finding> of(Lab lab, ClusterName cluster, Map<String, Object> values, WhatIf whatIf) {
        FileLint lint = new FileLint();
        lab.values().notesOf(whatIf.values(), "--set").forEach(lint::value);
        lab.values().notes().forEach(lint::value);
        lab.kind().ifPresent(kind -> {
            lint.network(kind, values);
            lint.apiServer(lab.values(), cluster);
            lint.nodeNames(lab.objects(), cluster, NodeShape.ofKind(cluster, kind));
            lint.findings.addAll(new ClaimLint(lab.objects()).findings());
        });
        lab.objects().forEach(lint::paused);
        if (IpamSettings.ofValues(values).is(IpamMode.MULTI_POOL)) {
            lint.masquerading(values);
            lab.objects().forEach(lint::poolAnnotations);
        }
        return lint.findings;
    }

    /** Values that Helm refuses make a lab invalid, unless they are hypothetical. */
    private void value(ValueNote note) {
        findings.add(
                switch (note.verdict()) {
                    case REFUSED -> Finding.error("VALUE_REFUSED", note.located(), note.fix());
                    case IGNORED -> Finding.warning("VALUE_UNKNOWN", note.located(), note.fix());
                    case OF_ANOTHER_CHART -> Finding.warning(CiliumVersion.REASON, note.located(), note.fix());
                });
    }

    /** What kind installs, or leaves out, regardless of Cilium. */
    private void network(KindConfig kind, Map<String, Object> values) {
        if (kind.kindnet()) {
            findings.add(Finding.warning(
                    "DEFAULT_CNI_ENABLED",
                    "kind installs its own network plugin, kindnet, beside Cilium: pods that start before Cilium is"
                            + " ready have addresses that Cilium does not know",
                    "Set networking.disableDefaultCNI: true in kind.yaml."));
        }
        if (!kind.kubeProxy() && Tree.has(values, "false", "kubeProxyReplacement")) {
            findings.add(Finding.warning(
                    "NO_SERVICE_PROXY",
                    "the cluster has no kube-proxy, and kubeProxyReplacement is false: no Service can be reached",
                    "Set kubeProxyReplacement: true in the values, or remove kubeProxyMode: none from kind.yaml."));
        }
    }

    private void apiServer(CiliumValues values, ClusterName cluster) {
        Optional<YamlNode> other = values.otherControlPlane(cluster);
        if (other.isPresent()) {
            boolean book = other.get().tree().equals(ClusterName.BOOK.controlPlane());
            if (!book) {
                findings.add(new Finding(
                        Severity.NOTE,
                        "API_SERVER_HOST",
                        place(other.get().position()) + ": k8sServiceHost is "
                                + other.get().tree() + ", a node of another cluster; labctl sets "
                                + cluster.controlPlane(),
                        "Write " + ClusterName.BOOK.controlPlane() + ", the name in the labs of the book."));
            }
            return;
        }
        values.apiServer()
                .filter(host -> !host.tree().equals("") && !host.tree().equals(cluster.controlPlane()))
                .ifPresent(host -> findings.add(Finding.warning(
                        "API_SERVER_HOST",
                        place(host.position()) + ": k8sServiceHost is " + host.tree()
                                + ", which is not the control plane of this cluster: if the API server does not answer"
                                + " there, no agent starts",
                        "Set it to " + ClusterName.BOOK.controlPlane() + ", which labctl adapts to the cluster.")));
    }

    private void nodeNames(List<Manifest> manifests, ClusterName cluster, List<NodeShape> nodes) {
        Set<String> known = nodes.stream().map(NodeShape::name).collect(Collectors.toSet());
        for (Manifest manifest : manifests) {
            WorkloadSpec.of(manifest.tree()).stream()
                    .flatMap(workload -> workload.template().nodeNames().stream())
                    .distinct()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> findings.add(Finding.warning(
                            "NODE_NAME_UNKNOWN",
                            place(manifest.position()) + ": " + manifest.kind() + " " + manifest.name()
                                    + " names the node " + name + ", which the cluster " + cluster + " does not have",
                            "Select nodes by a label that kind.yaml sets.")));
        }
    }

    private void paused(Manifest manifest) {
        if (WorkloadSpec.isPaused(manifest.tree())) {
            findings.add(Finding.warning(
                    "DEPLOYMENT_PAUSED",
                    place(manifest.position()) + ": Deployment " + manifest.name()
                            + " is paused: it creates no pods until it is resumed",
                    "Remove spec.paused, or run `kubectl rollout resume` once the lab is applied."));
        }
    }

    /**
     * By iptables, only the traffic from the agent's own range is masqueraded, and in multi-pool that is the first block that the
     * node got of the default pool (seen with Cilium 1.18.2; cilium#26397).
     */
    private void masquerading(Map<String, Object> values) {
        boolean masquerades = !Tree.has(values, "false", "enableIPv4Masquerade")
                && !Tree.has(values, "true", "bpf", "masquerade")
                && Tree.text(values, "egressMasqueradeInterfaces").orElse("").isEmpty();
        if (masquerades) {
            findings.add(Finding.warning(
                    "MASQUERADE_INTERFACES_MISSING",
                    "in mode multi-pool without egressMasqueradeInterfaces, iptables masquerades only the first block of a"
                            + " node's default pool: pods with other addresses cannot reach anything outside of the cluster",
                    "Set bpf.masquerade: true with kubeProxyReplacement: true, or egressMasqueradeInterfaces: eth0."));
        }
    }

    private void poolAnnotations(Manifest manifest) {
        if (READ_OF.contains(manifest.kind())) {
            return;
        }
        Tree.texts(manifest.tree(), "metadata", "annotations").keySet().stream()
                .filter(PoolChoice::isKey)
                .forEach(key -> findings.add(Finding.warning(
                        "ANNOTATION_IGNORED",
                        place(manifest.position()) + ": the annotation " + key + " is on the " + manifest.kind() + " "
                                + manifest.name() + " itself; Cilium reads it of pods and namespaces only",
                        "Move it to spec.template.metadata.annotations, or to the namespace.")));
    }

    private static String place(Position position) {
        return position.file().getFileName() + ":" + position.line();
    }
}
