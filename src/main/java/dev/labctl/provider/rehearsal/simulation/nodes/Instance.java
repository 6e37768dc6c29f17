package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * The EC2 instance that a node runs on.
 *
 * @param group of nodes that it is of
 * @param zone the index of its availability zone
 * @param subnets of that zone, its own first
 * @param address its own
 * @param taints that its kubelet registers it with
 */
public record Instance(String group, String type, int zone, List<Cidr> subnets, IpAddress address, List<Taint> taints) {
    /** The letters and digits of an id of AWS. */
    private static final int ID_LENGTH = 17;

    public Instance {
        subnets = List.copyOf(subnets);
        taints = List.copyOf(taints);
    }

    /** An id as AWS has them, such as {@code i-0a1b2c3d4e5f60718}; always the same one for the same thing. */
    public static String id(String kind, String thing) {
        Randomness random = new Randomness(Randomness.hash(kind + "/" + thing));
        String digits = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
        return kind + "-" + digits.substring(0, ID_LENGTH);
    }

    /** The name of a zone, {@code eu-west-1a}. */
    public String zoneName(String region) {
        return region + (char) ('a' + zone);
    }

    static Instance of(Object tree) {
        List<Cidr> subnets = Tree.list(tree, "subnets").stream()
                .flatMap(cidr -> Cidr.readMasked(String.valueOf(cidr)).stream())
                .toList();
        if (subnets.isEmpty()) {
            throw new NoSuchElementException("an instance is in a subnet");
        }
        return new Instance(
                Tree.text(tree, "group").orElseThrow(),
                Tree.text(tree, "type").orElseThrow(),
                Tree.number(tree, "zone").orElseThrow().intValue(),
                subnets,
                Tree.text(tree, "address").flatMap(IpAddress::read).orElseThrow(),
                Taint.ofNode(Tree.of("spec", Tree.of("taints", Tree.list(tree, "taints")))));
    }

    Object toTree() {
        return Tree.of(
                "group",
                group,
                "type",
                type,
                "zone",
                zone,
                "subnets",
                subnets.stream().map(Cidr::toString).toList(),
                "address",
                address.toString(),
                "taints",
                taints.stream().map(Taint::tree).toList());
    }
}
