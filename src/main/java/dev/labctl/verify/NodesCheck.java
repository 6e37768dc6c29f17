package dev.labctl.verify;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation.Nodes;
import dev.labctl.tree.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the nodes against what is expected of them. */
final class NodesCheck {
    private NodesCheck() {}

    static Findings judge(Nodes expected, VerificationContext scene) {
        Findings findings = new Findings();
        List<KubeObject> nodes = scene.seen().list("Node");
        List<KubeObject> notReady =
                nodes.stream().filter(node -> !node.conditionTrue("Ready")).toList();
        if (!expected.ready().contains(nodes.size())) {
            findings.broken("there are " + nodes.size() + " nodes");
        } else if (notReady.isEmpty()) {
            findings.holds(nodes.size() + " are Ready");
        } else {
            int ready = nodes.size() - notReady.size();
            String names = notReady.stream().map(KubeObject::name).collect(Collectors.joining(", "));
            findings.notYet(
                    ready + " of " + nodes.size() + " are Ready; not " + names,
                    notReady.stream().map(KubeObject::ref).toArray(ObjectRef[]::new));
        }
        if (!expected.families().isEmpty()) {
            nodes.stream()
                    .filter(node -> !families(node).equals(expected.families()))
                    .forEach(node -> findings.broken(node.name() + " has " + words(families(node)), node.ref()));
        }
        return findings;
    }

    private static Set<Family> families(KubeObject node) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        node.list("status", "addresses").stream()
                .filter(entry ->
                        Tree.text(entry, "type").filter("InternalIP"::equals).isPresent())
                .flatMap(entry -> Tree.text(entry, "address").stream())
                .forEach(text -> families.add(IpAddress.parse(text).family()));
        return families;
    }

    private static String words(Set<Family> families) {
        return families.isEmpty()
                ? "no address"
                : families.stream().map(Family::toString).collect(Collectors.joining(" and "));
    }

    /** What must be seen, in a few words. */
    static String words(Nodes nodes) {
        String families = nodes.families().isEmpty()
                ? ""
                : ", with addresses of " + words(EnumSet.copyOf(nodes.families())) + " alone";
        return nodes.ready() + " nodes, all Ready" + families;
    }
}
