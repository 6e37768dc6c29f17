package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.kernel.WorkQueue;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** Establishes definitions of resources, and lets the API server know the kinds of those that are. */
public final class DefinitionController implements Controller {
    private static final String API_VERSION = "apiextensions.k8s.io/v1";
    private static final String KIND = "CustomResourceDefinition";

    private final VirtualClock time;
    private final ObjectStore store;
    private final ApiResources resources;
    private final WorkQueue work = new WorkQueue();

    public DefinitionController(VirtualClock time, ObjectStore store, ApiResources resources) {
        this.time = time;
        this.store = store;
        this.resources = resources;
        store.watch(KIND, work::add);
    }

    @Override
    public boolean reconcile() {
        boolean any = work.drain(ref -> store.get(ref)
                .filter(definition -> !definition.deleting() && !definition.conditionTrue("Established"))
                .ifPresent(this::establish));
        if (any) {
            resources.define(store.list(API_VERSION, KIND));
        }
        return any;
    }

    private void establish(KubeObject definition) {
        store.put(Tree.with(
                definition.tree(),
                List.of(
                        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                        condition("Established", "InitialNamesAccepted", "the initial names have been accepted")),
                "status",
                "conditions"));
    }

    private Map<String, Object> condition(String type, String reason, String message) {
        return Tree.of(
                "type", type,
                "status", "True",
                "lastTransitionTime", time.now(),
                "reason", reason,
                "message", message);
    }
}
