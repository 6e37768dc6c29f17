package dev.labctl.command.view;

import dev.labctl.command.planner.DesiredState;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.lab.CiliumValues;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.Lab;
import dev.labctl.plan.FileLint;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.LabView;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes the view of one lab. Pure. */
public final class LabViews {
    private LabViews() {}

    /**
     * The view of a lab for one cluster.
     *
     * @param base file names are shown relative to it
     */
    public static LabView of(Lab lab, ClusterName cluster, Path base) {
        Map<String, Object> own = lab.values().treeFor(cluster);
        Map<String, Object> merged = DesiredState.values(cluster, lab);
        List<LabView.File> files = lab.files().all().stream()
                .map(file ->
                        new LabView.File(shown(base, file.path()), file.origin().toString()))
                .toList();
        List<String> objects = lab.objects().stream()
                .map(manifest -> manifest.kind() + " "
                        + manifest.namespace().map(namespace -> namespace + "/").orElse("") + manifest.name())
                .toList();
        return new LabView(
                lab.description().title(),
                lab.description().summary(),
                files,
                settings(lab, cluster, merged),
                values(lab.values(), merged, own, base),
                Redaction.SHOWN.tree(merged),
                objects,
                FileLint.of(lab, cluster, merged));
    }

    private static Map<String, String> settings(Lab lab, ClusterName cluster, Map<String, Object> merged) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("provider", lab.description().provider().name().toLowerCase(Locale.ROOT));
        settings.put("cluster", cluster.value());
        lab.kind().ifPresent(kind -> {
            settings.put("nodes", nodes(kind));
            settings.put("IP family", kind.ipFamily().word());
            settings.put("kube-proxy", kind.kubeProxy() ? "yes" : "no");
            kind.podSubnet().ifPresent(subnet -> settings.put("pod subnet", subnet));
            kind.serviceSubnet().ifPresent(subnet -> settings.put("service subnet", subnet));
        });
        IpamSettings ipam = IpamSettings.ofValues(merged);
        settings.put("IPAM mode", ipam.mode());
        settings.put("address families", ipam.familyWords());
        Tree.nonEmpty(merged, "routingMode").ifPresent(mode -> settings.put("routing", mode));
        return settings;
    }

    private static String nodes(KindConfig kind) {
        long controlPlanes = kind.nodes().stream()
                .filter(node -> node.role().equals("control-plane"))
                .count();
        return controlPlanes + " control-plane, " + (kind.nodes().size() - controlPlanes) + " worker";
    }

    private static List<LabView.Value> values(
            CiliumValues values, Map<String, Object> merged, Map<String, Object> own, Path base) {
        Map<String, Object> ownLeaves = Tree.leaves(own);
        Map<String, Object> shown = Tree.leaves(Redaction.SHOWN.tree(merged));
        List<LabView.Value> lines = new ArrayList<>();
        Tree.leaves(merged).forEach((path, value) -> {
            String origin = ownLeaves.containsKey(path) ? origin(values, path, value, base) : "the cilium CLI";
            lines.add(new LabView.Value(path, shown.get(path), origin));
        });
        return lines;
    }

    private static String origin(CiliumValues values, String path, Object value, Path base) {
        Optional<YamlNode> node = values.root().map(YamlNode.class::cast);
        for (String key : path.split("\\.", -1)) {
            node = node.flatMap(
                    found -> found instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty());
        }
        String file = values.file().map(found -> shown(base, found)).orElse("");
        String place = node.map(found -> file + ":" + found.position().line()).orElse(file);
        boolean rebased =
                node.filter(found -> !Objects.equals(value, found.tree())).isPresent();
        return rebased ? place + ", for this cluster's name" : place;
    }

    private static String shown(Path base, Path file) {
        return (file.startsWith(base) ? base.relativize(file) : file).toString().replace('\\', '/');
    }
}
