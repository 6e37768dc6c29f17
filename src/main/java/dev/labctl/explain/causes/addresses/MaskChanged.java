package dev.labctl.explain.causes.addresses;

import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Optional;

/** A pool's mask was changed after nodes got blocks: they keep the old blocks, and the operator refuses the change. */
public record MaskChanged(String pool, Family family) implements Cause {
    /** The cause, for a pool with blocks of another size than its mask says. */
    public static Optional<Cause> of(KubeObject pool, ClusterIndex cluster) {
        return cluster.addresses().pools().stream()
                .filter(map -> map.name().equals(pool.name()) && !others(map).isEmpty())
                .findFirst()
                .map(map -> new MaskChanged(map.name(), map.family()));
    }

    private static List<Given> others(PoolMap map) {
        return map.given().stream()
                .filter(given -> given.cidr().prefixLength() != map.maskSize())
                .toList();
    }

    @Override
    public void explain(ExplanationBuilder it) {
        PoolMap map = it.cluster().pool(pool, family).orElseThrow();
        List<Given> others = others(map);
        int mask = others.get(0).cidr().prefixLength();
        String key = family.key();
        it.warning("POOL_MASK_CHANGED")
                .symptom("Nodes have blocks of /" + mask + " from the pool " + pool + ", which specifies /"
                        + map.maskSize() + ".")
                .cause(
                        "The pool's mask was changed after nodes got blocks of it. Cilium's operator refuses the change (\"cannot"
                                + " change " + family
                                + " mask size in existing pool\" in its log) and keeps the mask that it read when"
                                + " it started.")
                .evidence(Evidence.field(it.affected().first().ref(), "spec." + key + ".maskSize", map.maskSize()))
                .evidence("blocks of nodes: "
                        + Wording.names(others.stream()
                                .map(given -> given.cidr() + " of " + given.node())
                                .toList()))
                .fix(
                        "Restore the pool's old mask, " + mask + ", and create another pool for blocks of another size",
                        it.lab()
                                .kubectl("patch ciliumpodippool " + pool + " --type=merge -p '{\"spec\":{\"" + key
                                        + "\":{\"maskSize\":" + mask + "}}}'"));
    }
}
