package dev.labctl.verify;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.Expectation.Addresses;
import dev.labctl.lab.Expectation.Addresses.Home;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the addresses of running pods against what is expected of them. A pod keeps its addresses while it lives. */
final class AddressCheck {
    /** Of more the blocks are not listed. */
    private static final int MANY = 3;

    private final Addresses expected;
    private final VerificationContext scene;
    private final Findings findings;
    private final Set<Cidr> homes = new TreeSet<>();

    private AddressCheck(Addresses expected, VerificationContext scene, Findings findings) {
        this.expected = expected;
        this.scene = scene;
        this.findings = findings;
    }

    static void judge(Addresses expected, List<KubeObject> running, VerificationContext scene, Findings findings) {
        if (expected.equals(Addresses.ANY) || running.isEmpty()) {
            return;
        }
        AddressCheck judge = new AddressCheck(expected, scene, findings);
        running.forEach(judge::pod);
        String seen = judge.seen(running);
        findings.holds(seen);
    }

    /** The narrowest of the ranges that were looked at. */
    private String seen(List<KubeObject> running) {
        homes.removeIf(wide -> homes.stream().anyMatch(other -> !other.equals(wide) && wide.contains(other)));
        if (homes.isEmpty()) {
            return words(running.stream()
                    .flatMap(pod -> addresses(pod).stream().map(IpAddress::family))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Family.class))));
        }
        return homes.size() > MANY
                ? "in " + homes.size() + " blocks"
                : "in " + homes.stream().map(Cidr::toString).collect(Collectors.joining(", "));
    }

    private void pod(KubeObject pod) {
        List<IpAddress> addresses = addresses(pod);
        Set<Family> families = addresses.stream()
                .map(IpAddress::family)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Family.class)));
        if (!expected.families().isEmpty() && !families.equals(expected.families())) {
            String has = addresses.isEmpty() ? "no address" : words(families);
            findings.broken("Pod " + pod.name() + " has " + has + (families.size() == 1 ? " alone" : ""), pod.ref());
        }
        addresses.forEach(address -> address(pod, address));
    }

    private void address(KubeObject pod, IpAddress address) {
        String node = pod.text("spec", "nodeName").orElse("");
        holding(address, cidrs(Home.BLOCK, node)).ifPresent(homes::add);
        String whose = node + "'s ";
        expected.in().ifPresent(home -> inside(pod, address, cidrs(home, node), whose + words(home)));
        expected.pool().ifPresent(pool -> inside(pod, address, ofPool(pool, node), whose + "blocks of pool " + pool));
        if (!expected.cidrs().isEmpty()) {
            inside(pod, address, expected.cidrs(), "what is expected");
        }
        expected.notIn()
                .flatMap(home -> holding(address, cidrs(home, node)))
                .ifPresent(cidr -> findings.broken(
                        has(pod, address) + ", which is in " + node + "'s spec.podCIDRs, " + cidr, pod.ref()));
    }

    private void inside(KubeObject pod, IpAddress address, List<Cidr> cidrs, String what) {
        Optional<Cidr> home = holding(address, cidrs);
        if (home.isPresent()) {
            homes.add(home.get());
            return;
        }
        findings.broken(has(pod, address) + ", which is not in " + what + ", " + those(cidrs), pod.ref());
    }

    private static String those(Collection<Cidr> cidrs) {
        return cidrs.isEmpty()
                ? "where nothing is"
                : cidrs.stream().map(Cidr::toString).collect(Collectors.joining(", "));
    }

    private static String has(KubeObject pod, IpAddress address) {
        return "Pod " + pod.name() + " has " + address;
    }

    private static Optional<Cidr> holding(IpAddress address, Collection<Cidr> cidrs) {
        return cidrs.stream().filter(cidr -> cidr.contains(address)).findFirst();
    }

    private List<Cidr> cidrs(Home home, String node) {
        return switch (home) {
            case BLOCK -> blocks(node).map(Block::cidr).toList();
            case POD_CIDR ->
                scene.seen()
                        .find(VerificationContext.node(node))
                        .map(AddressCheck::podCidrs)
                        .orElse(List.of());
        };
    }

    private List<Cidr> ofPool(String pool, String node) {
        return blocks(node)
                .filter(block -> block.pool().equals(pool))
                .map(Block::cidr)
                .toList();
    }

    private Stream<Block> blocks(String node) {
        return scene.map().node(node).map(NodeMap::blocks).orElse(List.of()).stream();
    }

    private static List<Cidr> podCidrs(KubeObject node) {
        List<Cidr> cidrs = new ArrayList<>();
        node.list("spec", "podCIDRs").forEach(text -> cidrs.add(Cidr.parseMasked(String.valueOf(text))));
        return cidrs;
    }

    private static List<IpAddress> addresses(KubeObject pod) {
        return pod.list("status", "podIPs").stream()
                .flatMap(entry -> Tree.text(entry, "ip").stream())
                .map(IpAddress::parse)
                .toList();
    }

    private static String words(Home home) {
        return home == Home.BLOCK ? "blocks" : "spec.podCIDRs";
    }

    private static String words(Set<Family> families) {
        return families.stream().map(Family::toString).collect(Collectors.joining(" and "));
    }

    /** What must be seen, in a few words; empty where any address will do. */
    static String words(Addresses addresses) {
        List<String> parts = new ArrayList<>();
        if (!addresses.families().isEmpty()) {
            Set<Family> families = EnumSet.copyOf(addresses.families());
            parts.add("each has " + words(families) + (families.size() == 1 ? " alone" : ""));
        }
        addresses.in().ifPresent(home -> parts.add("in their node's " + words(home)));
        addresses.pool().ifPresent(pool -> parts.add("of pool " + pool));
        if (!addresses.cidrs().isEmpty()) {
            parts.add("in " + addresses.cidrs().stream().map(Cidr::toString).collect(Collectors.joining(" or ")));
        }
        addresses.notIn().ifPresent(home -> parts.add("not in their node's " + words(home)));
        return String.join(", ", parts);
    }
}
