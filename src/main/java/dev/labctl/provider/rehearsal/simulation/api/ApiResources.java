package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectController;
import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of object that the API server knows: Kubernetes' own, and those of definitions, which it establishes. */
public final class ApiResources extends ObjectController {
    private static final String API_VERSION = "apiextensions.k8s.io/v1";
    private static final String KIND = "CustomResourceDefinition";

    private final Kernel kernel;
    private final Map<List<String>, Scope> builtIn = new HashMap<>();
    private final Map<List<String>, Scope> defined = new HashMap<>();
    private final Map<List<String>, Schema> schemas = new HashMap<>();

    public ApiResources(Kernel kernel) {
        super(API_VERSION, KIND, kernel.store());
        this.kernel = kernel;
        Resources.table("kinds.csv").forEach(cells -> builtIn.put(List.of(cells[0], cells[1]), scope(cells[2])));
        kernel.store().watch(KIND, ref -> define());
    }

    private static Scope scope(String letter) {
        return letter.equals("C") ? Scope.CLUSTER : Scope.NAMESPACED;
    }

    public Optional<Scope> scope(String apiVersion, String kind) {
        List<String> key = List.of(apiVersion, kind);
        return Optional.ofNullable(builtIn.get(key)).or(() -> Optional.ofNullable(defined.get(key)));
    }

    /** The schema of a kind; empty for those whose definition has none. */
    Optional<Schema> schema(String apiVersion, String kind) {
        return builtIn.containsKey(List.of(apiVersion, kind))
                ? Schema.builtIn(apiVersion, kind)
                : Optional.ofNullable(schemas.get(List.of(apiVersion, kind)));
    }

    @Override
    protected void reconcile(KubeObject definition) {
        if (!definition.conditionTrue("Established")) {
            List<Object> conditions = List.of(
                    kernel.condition("NamesAccepted", true, "NoConflicts", "no conflicts found"),
                    kernel.condition(
                            "Established", true, "InitialNamesAccepted", "the initial names have been accepted"));
            store().put(Tree.with(definition.tree(), conditions, "status", "conditions"));
        }
    }

    /** Learns the kinds of the definitions that are established, and forgets all others. */
    private void define() {
        defined.clear();
        schemas.clear();
        store().list(API_VERSION, KIND).stream()
                .filter(definition -> definition.conditionTrue("Established"))
                .forEach(this::define);
    }

    private void define(KubeObject definition) {
        String group = definition.text("spec", "group").orElse("");
        String kind = definition.text("spec", "names", "kind").orElse("");
        Scope scope = definition.has("Cluster", "spec", "scope") ? Scope.CLUSTER : Scope.NAMESPACED;
        for (Object version : definition.list("spec", "versions")) {
            if (Tree.flag(version, "served").orElse(false)) {
                String apiVersion = group + "/" + Tree.text(version, "name").orElse("");
                defined.put(List.of(apiVersion, kind), scope);
                Schema.defined(apiVersion, kind, version)
                        .ifPresent(schema -> schemas.put(List.of(apiVersion, kind), schema));
            }
        }
    }
}
