package dev.labctl.provider;

import dev.labctl.lab.KindConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** The differences between a cluster and the one that a lab needs, a sentence each, for the reader. */
public final class ClusterDifferences {
    private ClusterDifferences() {}

    /** Between a cluster of labctl and a lab's; none where labs can follow each other on it. */
    public static List<String> between(LabRecord record, ClusterSpec wanted) {
        LabRecord.Created wants = LabRecord.Created.from(wanted.cluster());
        if (record.cluster().provider() != wants.provider()) {
            return List.of("it is a cluster of " + word(record.cluster()) + ", not of " + word(wants));
        }
        List<String> differences = new ArrayList<>();
        if (!record.nodeImage().equals(wanted.nodeImage())) {
            differences.add("its node image is " + record.nodeImage() + ", not " + wanted.nodeImage());
        }
        Map<String, String> here = record.cluster().settings();
        Map<String, String> lab = wants.settings();
        String file = wanted.cluster() instanceof KindConfig ? "kind.yaml" : "eksctl.yaml";
        TreeSet<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(lab.keySet());
        keys.stream()
                .filter(key -> !Objects.equals(here.get(key), lab.get(key)))
                .map(key -> file + ", " + key + ": " + shown(here.get(key)) + " here, " + shown(lab.get(key))
                        + " in the lab")
                .forEach(differences::add);
        return differences;
    }

    /** Between a cluster that labctl did not create and a lab's cluster, as far as it can be observed. */
    public static List<String> of(ClusterFacts facts, ClusterSpec wanted) {
        List<String> differences = new ArrayList<>();
        differences.add("it has no record of labctl: labctl did not create it");
        if (wanted.cluster() instanceof KindConfig kind) {
            ofKind(differences, facts, kind);
        }
        return differences;
    }

    private static void ofKind(List<String> differences, ClusterFacts facts, KindConfig kind) {
        long controlPlanes = kind.nodes().stream()
                .filter(node -> node.role().equals("control-plane"))
                .count();
        differ(differences, "control-plane nodes", facts.controlPlanes(), controlPlanes);
        differ(differences, "worker nodes", facts.workers(), kind.nodes().size() - controlPlanes);
        if (!facts.families().equals(kind.ipFamily().word())) {
            differences.add("IP family: " + facts.families() + " here, "
                    + kind.ipFamily().word() + " in the lab");
        }
        if (facts.kubeProxy() != kind.kubeProxy()) {
            differences.add("kube-proxy: " + (facts.kubeProxy() ? "here" : "not here") + ", "
                    + (kind.kubeProxy() ? "there" : "not there") + " in the lab");
        }
        if (facts.kindnet()) {
            differences.add("CNI: kindnet here, none but Cilium in the lab");
        }
    }

    private static String word(LabRecord.Created created) {
        return created.provider().name().toLowerCase(Locale.ROOT);
    }

    private static void differ(List<String> differences, String what, long here, long lab) {
        if (here != lab) {
            differences.add(what + ": " + here + " here, " + lab + " in the lab");
        }
    }

    private static String shown(String value) {
        return value == null ? "not set" : value;
    }
}
