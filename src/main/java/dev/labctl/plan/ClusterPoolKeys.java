package dev.labctl.plan;

import dev.labctl.ipam.Family;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** How the settings of mode cluster-pool are written as Helm values. */
final class ClusterPoolKeys {
    private static final String PREFIX = "ipam.operator.clusterPool";

    private ClusterPoolKeys() {}

    static String list(Family family) {
        return PREFIX + family + "PodCIDRList";
    }

    static String mask(Family family) {
        return PREFIX + family + "MaskSize";
    }

    static Map<String, Object> values(Family family, List<String> cidrs, int mask) {
        return Tree.merge(Tree.single(list(family), List.copyOf(cidrs)), Tree.single(mask(family), (long) mask));
    }
}
