package dev.labctl.explain.causes.addresses;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;

/** A node's network interfaces have no free address, in mode eni. */
public record InterfacesFull() implements Cause {
    @Override
    public void explain(ExplanationBuilder it) {
        it.error("INTERFACES_FULL")
                .podSymptom("waits for an address")
                .cause(
                        "The node's network interfaces have no free address. How many they can have depends on the instance"
                                + " type, and on the addresses that the subnet has left.")
                .sandboxWarning();
        it.nodes().stream()
                .limit(3)
                .flatMap(node -> it.cluster().ciliumNode(node.name()).stream())
                .forEach(node -> it.evidence(node.ref() + ": instance type "
                                + node.text("spec", "eni", "instance-type").orElse("unknown") + ", "
                                + count(node, "spec", "ipam", "pool") + ", " + count(node, "status", "ipam", "used")
                                + " in use")
                        .operatorError(node.name()));
        it.fix("Distribute the pods over more nodes, or use a larger instance type; with prefix delegation"
                + " (eni.awsEnablePrefixDelegation: true) Nitro instances have sixteen times as many addresses");
    }

    private static String count(KubeObject node, String... path) {
        return Wording.counted(Tree.map(node.tree(), path).size(), "address");
    }
}
