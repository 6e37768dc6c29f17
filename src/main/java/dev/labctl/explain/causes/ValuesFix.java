package dev.labctl.explain.causes;

import dev.labctl.explain.facts.LabFacts;
import dev.labctl.ipam.IpamMode;
import dev.labctl.lab.Lab;
import dev.labctl.plan.Remedies;
import dev.labctl.plan.Remedy;
import java.nio.file.Path;
import java.util.Optional;

/** Fixes that change the lab's values, as lines that can be copied. */
final class ValuesFix {
    private static final String FILE = "my-values.yaml";

    private ValuesFix() {}

    /** A copy of the lab's values with a change in it. */
    private static String file(LabFacts lab, String change) {
        Optional<Path> own =
                lab.lab().map(Lab::files).flatMap(files -> files.values()).map(found -> found.path());
        return own.map(path -> "cp " + shown(path) + " " + FILE + "\n").orElse("") + "# in " + FILE + ": " + change;
    }

    private static String shown(Path path) {
        String text = path.toString();
        int chapters = text.lastIndexOf("chapters/");
        return chapters < 0 || text.contains(" ") ? "'" + text + "'" : text.substring(chapters);
    }

    private static String install(LabFacts lab) {
        return lab.labctl("cilium-install", "--values", FILE);
    }

    /** Changed values for the cluster as it is. */
    static String upgrade(LabFacts lab, String change) {
        return file(lab, change) + "\n" + install(lab);
    }

    /** The lab on a new cluster with changed values. */
    static String newCluster(LabFacts lab, String change) {
        return String.join("\n", file(lab, change), lab.labctl("up", "--recreate"), install(lab), lab.labctl("apply"));
    }

    /** Larger blocks, which nodes that have a block never get. */
    static ExplanationBuilder largerBlocks(ExplanationBuilder it) {
        LabFacts lab = it.lab();
        if (it.cluster().is(IpamMode.KUBERNETES)) {
            return it.alternative(
                    "create a cluster with larger node CIDRs (node-cidr-mask-size of the controller manager, in"
                            + " kubeadmConfigPatches of kind.yaml)",
                    lab.labctl("up", "--recreate"),
                    "");
        }
        Optional<Remedy> remedy = lab.plan(it.cluster().settings()).flatMap(Remedies::largerBlocks);
        return it.alternative(
                "use larger blocks. A node never changes its block, so this requires a new cluster",
                newCluster(
                        lab,
                        remedy.map(Remedy::how)
                                .orElse(
                                        "a smaller ipam.operator.clusterPoolIPv4MaskSize, and CIDRs that have a block of"
                                                + " that size for every node")),
                remedy.map(found -> "According to the plan, all " + found.running() + " pods of the lab then run.")
                        .orElse(""));
    }
}
