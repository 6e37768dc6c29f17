package dev.labctl.verify;

import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.yaml.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of each running pod. A pod keeps its addresses while it lives.
 *
 * @param families each pod has one of each of these and no other; none where that does not matter
 * @param in where each of them is
 * @param notIn where none of them is
 * @param pool the pool that they are from
 * @param cidrs each is in one of these; none where that does not matter
 */
record AddressCheck(
        Set<Family> families, Optional<Home> in, Optional<Home> notIn, Optional<String> pool, List<Cidr> cidrs) {
    static final AddressCheck NONE =
            new AddressCheck(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    /** Of more than this many blocks the reader sees the number alone. */
    private static final int MOST_LISTED = 3;

    /** What belongs to a pod's node and holds addresses. */
    private enum Home {
        /** The blocks that Cilium uses for the node, as its CiliumNode has them. */
        BLOCK("blocks"),
        /** The pod CIDRs that Kubernetes wrote into the Node, whether Cilium uses them or not. */
        POD_CIDR("spec.podCIDRs");

        private final String words;

        Home(String words) {
            this.words = words;
        }

        static Home of(String word) {
            return word.equals("block") ? BLOCK : POD_CIDR;
        }
    }

    static AddressCheck read(Fields fields) {
        AddressCheck check = new AddressCheck(
                CheckFields.familySet(fields, "families"),
                fields.choice("in", List.of("block", "podCIDR")).map(Home::of),
                fields.choice("notIn", List.of("podCIDR")).map(Home::of),
                fields.text("pool"),
                CheckFields.cidrs(fields, "cidrs"));
        fields.nothingElse();
        return check;
    }

    void check(List<Pod> running, VerificationContext context, Findings findings) {
        if (equals(NONE) || running.isEmpty()) {
            return;
        }
        Set<Cidr> homes = new TreeSet<>();
        running.forEach(pod -> pod(pod, context, homes, findings));
        findings.holds(seen(running, homes));
    }

    /** The narrowest of the ranges that hold the addresses. */
    private static String seen(List<Pod> running, Set<Cidr> homes) {
        homes.removeIf(wide -> homes.stream().anyMatch(other -> !other.equals(wide) && wide.contains(other)));
        if (homes.isEmpty()) {
            return CheckFields.words(families(running.stream().flatMap(pod -> pod.addresses().stream())));
        }
        return homes.size() > MOST_LISTED ? "in " + homes.size() + " blocks" : "in " + CheckFields.join(homes, ", ");
    }

    private static Set<Family> families(Stream<IpAddress> addresses) {
        return addresses.map(IpAddress::family).collect(Collectors.toCollection(TreeSet::new));
    }

    private void pod(Pod pod, VerificationContext context, Set<Cidr> homes, Findings findings) {
        Set<Family> has = families(pod.addresses().stream());
        if (!families.isEmpty() && !has.equals(families)) {
            findings.broken("Pod " + pod.name() + " has " + (has.isEmpty() ? "no address" : only(has)), pod.ref());
        }
        String node = pod.node().orElse("");
        for (IpAddress address : pod.addresses()) {
            holding(address, cidrs(Home.BLOCK, node, context)).ifPresent(homes::add);
            rules(node, context).forEach((where, allowed) -> {
                Optional<Cidr> home = holding(address, allowed);
                home.ifPresent(homes::add);
                if (home.isEmpty()) {
                    findings.broken(
                            "Pod " + pod.name() + " has " + address + ", which is not in " + where
                                    + (allowed.isEmpty()
                                            ? " (there are none)"
                                            : ", " + CheckFields.join(allowed, ", ")),
                            pod.ref());
                }
            });
            notIn.flatMap(home -> holding(address, cidrs(home, node, context)))
                    .ifPresent(cidr -> findings.broken(
                            "Pod " + pod.name() + " has " + address + ", which is in " + node + "'s "
                                    + notIn.get().words + ", " + cidr,
                            pod.ref()));
        }
    }

    /** Where an address has to be: for each rule what the range is called, and its CIDRs. */
    private Map<String, List<Cidr>> rules(String node, VerificationContext context) {
        Map<String, List<Cidr>> rules = new LinkedHashMap<>();
        in.ifPresent(home -> rules.put(node + "'s " + home.words, cidrs(home, node, context)));
        pool.ifPresent(name -> rules.put(
                node + "'s blocks of pool " + name,
                blocks(node, context)
                        .filter(block -> block.pool().equals(name))
                        .map(Block::known)
                        .toList()));
        if (!cidrs.isEmpty()) {
            rules.put("the expected CIDRs", cidrs);
        }
        return rules;
    }

    private static Optional<Cidr> holding(IpAddress address, Collection<Cidr> cidrs) {
        return cidrs.stream().filter(cidr -> cidr.contains(address)).findFirst();
    }

    private static List<Cidr> cidrs(Home home, String node, VerificationContext context) {
        return home == Home.BLOCK
                ? blocks(node, context).map(Block::known).toList()
                : context.cluster().node(node).map(Node::podCidrs).orElse(List.of());
    }

    private static Stream<Block> blocks(String node, VerificationContext context) {
        return context.map().node(node).map(NodeMap::blocks).orElse(List.of()).stream();
    }

    private static String only(Set<Family> families) {
        return CheckFields.words(families) + (families.size() == 1 ? " only" : "");
    }

    /** What must be seen, in a few words; empty where any address will do. */
    String expected() {
        List<String> parts = new ArrayList<>();
        if (!families.isEmpty()) {
            parts.add("each has " + only(families));
        }
        in.ifPresent(home -> parts.add("in their node's " + home.words));
        pool.ifPresent(name -> parts.add("of pool " + name));
        if (!cidrs.isEmpty()) {
            parts.add("in " + CheckFields.join(cidrs, " or "));
        }
        notIn.ifPresent(home -> parts.add("not in their node's " + home.words));
        return String.join(", ", parts);
    }
}
