package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A CiliumPodIPPool: a range of nodes' blocks in mode multi-pool (Cilium 1.18 {@code
 * pkg/k8s/apis/cilium.io/v2alpha1/ippool_types.go}).
 *
 * @param families its families, IPv4 first; a missing mask size is 0
 */
public record PodIpPool(String name, Map<Family, ClusterPool> families) {
    private static final String API_VERSION = "cilium.io/v2alpha1";
    private static final String KIND = "CiliumPodIPPool";

    /** Overlapping CIDRs of two pools: Cilium does not check, and allocates the common addresses twice. */
    public record Overlap(String pool, Cidr cidr, String otherPool, Cidr otherCidr) {}

    public PodIpPool {
        families = Collections.unmodifiableMap(new TreeMap<>(families));
    }

    /** The pool of a Kubernetes object; empty if the object is not a pool. */
    public static Optional<PodIpPool> of(Map<String, Object> object) {
        boolean isPool =
                Tree.text(object, "apiVersion").filter(API_VERSION::equals).isPresent()
                        && Tree.text(object, "kind").filter(KIND::equals).isPresent();
        return isPool
                ? Tree.text(object, "metadata", "name").map(name -> of(name, Tree.map(object, "spec")))
                : Optional.empty();
    }

    /**
     * The pools that the operator creates from the Helm values {@code ipam.operator.autoCreateCiliumPodIPPools}. It does so only
     * in mode multi-pool, and does not change an existing pool (Cilium 1.18 {@code
     * operator/watchers/cilium_podippool.go}).
     */
    public static List<PodIpPool> ofValues(Map<String, Object> values) {
        Map<String, Object> pools = Tree.map(values, "ipam", "operator", "autoCreateCiliumPodIPPools");
        return new TreeMap<>(pools)
                .entrySet().stream()
                        .map(pool -> of(pool.getKey(), pool.getValue()))
                        .toList();
    }

    private static PodIpPool of(String name, Object spec) {
        Map<Family, ClusterPool> families = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            String key = family.key();
            Tree.at(spec, key).ifPresent(present -> families.put(family, part(spec, key)));
        }
        return new PodIpPool(name, families);
    }

    private static ClusterPool part(Object spec, String key) {
        List<String> cidrs =
                Tree.list(spec, key, "cidrs").stream().map(String::valueOf).toList();
        return new ClusterPool(cidrs, Tree.integer(spec, key, "maskSize").orElse(0));
    }

    /** The problems that prevent the use of this pool, as messages for the user; none if it is valid. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (families.isEmpty()) {
            problems.add("the pool " + name + " has no CIDRs");
        }
        families.forEach((family, part) -> problems(family, part, problems));
        return problems;
    }

    private void problems(Family family, ClusterPool part, List<String> problems) {
        String pool = "the pool " + name;
        if (part.cidrs().isEmpty()) {
            problems.add(pool + " has no " + family + " CIDRs");
        }
        if (part.maskSize() < 1 || part.maskSize() > family.bits()) {
            problems.add(pool + " needs a maskSize of 1 to " + family.bits() + " for " + family + ", not "
                    + part.maskSize());
            return;
        }
        Attempt<BlockAllocator> made = BlockAllocator.of(family, part);
        made.error().ifPresent(error -> problems.add(pool + " cannot be used: " + error));
        made.value().ifPresent(blocks -> blocks.cidrs().stream()
                .filter(cidr -> cidr.blocks(part.maskSize()) == 0)
                .forEach(cidr ->
                        problems.add(pool + " gets no block from " + cidr + ": a /" + part.maskSize() + " is larger")));
    }

    /** The overlapping CIDRs of pools; invalid CIDRs are ignored. */
    public static List<Overlap> overlaps(Collection<PodIpPool> pools) {
        List<Overlap> before = new ArrayList<>();
        List<Overlap> overlaps = new ArrayList<>();
        for (PodIpPool pool : pools) {
            List<Cidr> own = pool.cidrs();
            for (Overlap other : before) {
                own.stream()
                        .filter(cidr -> cidr.overlaps(other.cidr))
                        .forEach(cidr -> overlaps.add(new Overlap(other.pool, other.cidr, pool.name, cidr)));
            }
            own.forEach(cidr -> before.add(new Overlap(pool.name, cidr, pool.name, cidr)));
        }
        return overlaps;
    }

    private List<Cidr> cidrs() {
        return families.values().stream()
                .flatMap(part -> part.cidrs().stream())
                .flatMap(text -> Cidr.readMasked(text).stream())
                .toList();
    }
}
