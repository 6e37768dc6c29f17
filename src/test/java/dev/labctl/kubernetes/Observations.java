package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.Map;

/** Reads back what {@link Observation#tree} wrote. */
public final class Observations {
    private Observations() {}

    public static Observation of(Map<String, Object> tree) {
        return new Observation(
                Tree.text(tree, "at").map(Instant::parse).orElse(Instant.EPOCH),
                Tree.text(tree, "kubernetes").orElse(""),
                Tree.list(tree, "objects").stream()
                        .map(object -> new KubeObject(Tree.map(object)))
                        .toList());
    }
}
