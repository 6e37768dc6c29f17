package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.ObjectRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which manager has applied which fields of which object; what {@code managedFields} is on a real server. */
public final class ManagedFields {
    private final Map<ObjectRef, Map<String, Map<String, Object>>> managers = new HashMap<>();

    /** What a manager applied the last time; nothing where it never did. */
    public Map<String, Object> applied(ObjectRef ref, String manager) {
        return of(ref).getOrDefault(manager, Map.of());
    }

    /** What each manager of an object has applied, by the managers' names. */
    public Map<String, Map<String, Object>> of(ObjectRef ref) {
        return managers.getOrDefault(ref, Map.of());
    }

    /** What the managers of an object but one have applied, by the managers' names. */
    Map<String, Map<String, Object>> others(ObjectRef ref, String manager) {
        Map<String, Map<String, Object>> others = new TreeMap<>(of(ref));
        others.remove(manager);
        return others;
    }

    /** Notes what a manager has applied; false where that is what it applied the last time. */
    boolean note(ObjectRef ref, String manager, Map<String, Object> fields) {
        return !fields.equals(
                managers.computeIfAbsent(ref, r -> new TreeMap<>()).put(manager, fields));
    }

    /** A manager takes over these fields: no other manager has applied them any more. */
    void takeOver(ObjectRef ref, String manager, List<String> fields) {
        for (Map.Entry<String, Map<String, Object>> other : of(ref).entrySet()) {
            if (!other.getKey().equals(manager)) {
                other.setValue(ServerSideApply.withoutFields(other.getValue(), fields));
            }
        }
    }

    public void forget(ObjectRef ref) {
        managers.remove(ref);
    }
}
