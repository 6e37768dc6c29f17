package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Map;

/** Establishes definitions of kinds, and lets the API server know the kinds of those that are. */
final class Definitions implements Controller {
    private static final String API_VERSION = "apiextensions.k8s.io/v1";
    private static final String KIND = "CustomResourceDefinition";

    private final VirtualClock time;
    private final ObjectStore store;
    private final Kinds kinds;
    private final WorkQueue dirty = new WorkQueue();

    Definitions(VirtualClock time, ObjectStore store, Kinds kinds) {
        this.time = time;
        this.store = store;
        this.kinds = kinds;
        store.watch(KIND, dirty::add);
    }

    @Override
    public boolean reconcile() {
        boolean any = dirty.drain(ref -> store.get(ref)
                .filter(definition -> !definition.deleting() && !definition.conditionTrue("Established"))
                .ifPresent(this::establish));
        if (any) {
            kinds.define(store.list(API_VERSION, KIND));
        }
        return any;
    }

    private void establish(KubeObject definition) {
        store.put(Trees.with(
                definition.tree(),
                List.of(
                        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
                        condition("Established", "InitialNamesAccepted", "the initial names have been accepted")),
                "status",
                "conditions"));
    }

    private Map<String, Object> condition(String type, String reason, String message) {
        return Trees.of(
                "type", type,
                "status", "True",
                "lastTransitionTime", time.now(),
                "reason", reason,
                "message", message);
    }

    @Override
    public void resume() {
        store.list(API_VERSION, KIND).forEach(definition -> dirty.add(definition.ref()));
        kinds.define(store.list(API_VERSION, KIND));
    }
}
