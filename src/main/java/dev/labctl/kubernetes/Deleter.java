package dev.labctl.kubernetes;

import dev.labctl.failure.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Deletes objects in the reverse order of applying, and waits until they are gone. */
public record Deleter(KubeApi api, Wait waiting) {
    /** Deletes what is there of these objects; returns what was there. */
    public List<ObjectRef> delete(List<ObjectRef> refs) {
        List<ObjectRef> found = new ArrayList<>();
        List<ApplyPhase> phases = refs.stream()
                .map(Deleter::phase)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        for (ApplyPhase phase : phases) {
            List<ObjectRef> members = refs.stream()
                    .filter(ref -> phase(ref) == phase)
                    .filter(this::delete)
                    .toList();
            members.forEach(this::awaitGone);
            found.addAll(members);
        }
        return found;
    }

    private static ApplyPhase phase(ObjectRef ref) {
        return ApplyPhase.of(ref.apiVersion(), ref.kind());
    }

    private boolean delete(ObjectRef ref) {
        try {
            return api.delete(ref);
        } catch (ApiException e) {
            throw e.failure(ref.toString());
        }
    }

    private void awaitGone(ObjectRef ref) {
        waiting.until(
                ref + " to be gone",
                Reason.OBJECT_FAILED,
                () -> ObjectStatus.currentIf(api.get(ref).isEmpty(), ref + " is still being deleted"));
    }
}
