package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of object that the API server knows: Kubernetes' own, and those of established definitions. */
public final class ApiResources {
    private final Map<List<String>, Scope> builtIn = new HashMap<>();
    private final Map<List<String>, Scope> defined = new HashMap<>();

    public ApiResources() {
        Resources.text("kinds.csv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", -1))
                .forEach(cells -> builtIn.put(
                        List.of(cells[0], cells[1]), cells[2].equals("C") ? Scope.CLUSTER : Scope.NAMESPACED));
    }

    public Optional<Scope> scope(String apiVersion, String kind) {
        List<String> key = List.of(apiVersion, kind);
        return Optional.ofNullable(builtIn.get(key)).or(() -> Optional.ofNullable(defined.get(key)));
    }

    /** Learns the kinds of the definitions that are established, and forgets all others. */
    public void define(Collection<KubeObject> definitions) {
        defined.clear();
        for (KubeObject definition : definitions) {
            if (definition.conditionTrue("Established")) {
                served(definition);
            }
        }
    }

    private void served(KubeObject definition) {
        String group = definition.text("spec", "group").orElse("");
        String kind = definition.text("spec", "names", "kind").orElse("");
        Scope scope = definition.text("spec", "scope").filter("Cluster"::equals).isPresent()
                ? Scope.CLUSTER
                : Scope.NAMESPACED;
        for (Object version : definition.list("spec", "versions")) {
            if (Tree.flag(version, "served").orElse(false)) {
                defined.put(List.of(group + "/" + Tree.text(version, "name").orElse(""), kind), scope);
            }
        }
    }
}
