package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.Cidr;
import dev.labctl.tree.Tree;
import java.util.NoSuchElementException;

/** The network of AWS that a cluster's instances are in. */
public record Vpc(String region, Cidr cidr) {
    static Vpc of(Object tree) {
        return new Vpc(
                Tree.text(tree, "region").orElseThrow(),
                Tree.text(tree, "cidr")
                        .flatMap(Cidr::readMasked)
                        .orElseThrow(() -> new NoSuchElementException("a VPC has a range")));
    }

    Object toTree() {
        return Tree.of("region", region, "cidr", cidr.toString());
    }
}
