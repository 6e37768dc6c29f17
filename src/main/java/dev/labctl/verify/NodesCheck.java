package dev.labctl.verify;

import dev.labctl.cluster.Node;
import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabState;
import dev.labctl.lab.Range;
import dev.labctl.yaml.Fields;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How many nodes there are, all of them ready, and exactly these families of their own addresses, if any. */
record NodesCheck(Range ready, Set<Family> families) implements Check {
    static Check read(Fields fields) {
        fields.require("ready");
        Range ready = CheckFields.range(fields, "ready").orElse(Range.exactly(0));
        return new NodesCheck(ready, CheckFields.familySet(fields, "families"));
    }

    @Override
    public void check(VerificationContext context, Findings findings) {
        List<Node> nodes = context.cluster().nodes();
        List<Node> notReady = nodes.stream().filter(node -> !node.isReady()).toList();
        if (!ready.contains(nodes.size())) {
            findings.broken("there are " + nodes.size() + " nodes");
        } else if (notReady.isEmpty()) {
            findings.holds(nodes.size() + " are Ready");
        } else {
            String names = notReady.stream().map(Node::name).collect(Collectors.joining(", "));
            findings.notYet(
                    nodes.size() - notReady.size() + " of " + nodes.size() + " are Ready; not " + names,
                    notReady.stream().map(Node::ref).toArray(ObjectRef[]::new));
        }
        nodes.stream()
                .filter(node -> !families.isEmpty() && !node.families().equals(families))
                .forEach(node -> findings.broken(node.name() + " has " + words(node.families()), node.ref()));
    }

    private static String words(Set<Family> families) {
        return families.isEmpty() ? "no address" : CheckFields.words(families);
    }

    @Override
    public String expected(LabState state) {
        return ready + " nodes, all Ready"
                + (families.isEmpty() ? "" : ", with " + words(families) + " addresses only");
    }
}
