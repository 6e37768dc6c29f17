package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.explain.Explanation.Severity;
import dev.labctl.ipam.Family;
import java.util.List;

/** A pool's mask was changed after blocks were given: nodes keep the old ones, and the operator refuses the change. */
record MaskChanged(String pool, Family family) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        PoolMap map = PoolRules.map(pool, family, clues).orElseThrow();
        List<String> others = map.given().stream()
                .filter(given -> given.cidr().prefixLength() != map.maskSize())
                .map(given -> given.cidr() + " of " + given.node())
                .toList();
        String old = "/"
                + map.given().stream()
                        .map(given -> given.cidr().prefixLength())
                        .filter(length -> length != map.maskSize())
                        .findFirst()
                        .orElseThrow();
        return Draft.of(Severity.WARNING, "POOL_MASK_CHANGED", victims)
                .symptom("Nodes have blocks of " + old + " from the pool " + pool + ", which says /" + map.maskSize()
                        + ".")
                .cause(
                        "The pool's mask was changed after blocks were given. Cilium's operator does not take the change up"
                                + " (\"cannot change " + family
                                + " mask size in existing pool\" in its log): it goes on with the mask"
                                + " that it knew when it started.")
                .evidence(Quote.field(
                        victims.first().ref(),
                        "spec." + (family == Family.IPV4 ? "ipv4" : "ipv6") + ".maskSize",
                        map.maskSize()))
                .evidence("blocks given: " + Quote.names(others))
                .advise(
                        "Give the pool its old mask back, " + old.substring(1)
                                + ", and make a further pool for blocks of another size",
                        clues.lab()
                                .kubectl("patch ciliumpodippool " + pool + " --type=merge -p '{\"spec\":{\""
                                        + (family == Family.IPV4 ? "ipv4" : "ipv6") + "\":{\"maskSize\":"
                                        + old.substring(1) + "}}}'"))
                .done();
    }
}
