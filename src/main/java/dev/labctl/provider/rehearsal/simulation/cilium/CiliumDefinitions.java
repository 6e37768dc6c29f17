package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** The kinds that Cilium's operator defines at its start. */
final class CiliumDefinitions {
    private CiliumDefinitions() {}

    static List<Map<String, Object>> all() {
        return Resources.text("definitions.csv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", -1))
                .map(cells -> definition(cells[0], cells[1], cells[2], cells[3].equals("C") ? "Cluster" : "Namespaced"))
                .toList();
    }

    private static Map<String, Object> definition(String kind, String plural, String version, String scope) {
        return Tree.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Tree.of("name", plural + ".cilium.io"),
                "spec",
                Tree.of(
                        "group",
                        "cilium.io",
                        "names",
                        Tree.of("kind", kind, "plural", plural),
                        "scope",
                        scope,
                        "versions",
                        List.of(Tree.of("name", version, "served", true, "storage", true))));
    }
}
