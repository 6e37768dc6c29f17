package dev.labctl.steps;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.LabRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes to a lab's record in its cluster. */
public final class LabRecords {
    private LabRecords() {}

    /** Writes the changed record, where there is one. */
    public static void change(KubeApi api, UnaryOperator<LabRecord> change) {
        ClusterObserver.record(api).ifPresent(record -> write(api, Optional.of(record), change.apply(record)));
    }

    /** Writes the changed record of a cluster that is about to get something of a lab: from then on it has one. */
    public static void begin(KubeApi api, LabRef lab, UnaryOperator<LabRecord> change) {
        Optional<LabRecord> before = ClusterObserver.record(api);
        write(api, before, change.apply(before.orElseGet(() -> LabRecord.adopting(lab))));
    }

    /** A cluster that labctl did not create keeps nothing of it once all that labctl brought is gone. */
    private static void write(KubeApi api, Optional<LabRecord> before, LabRecord changed) {
        if (changed.adopted() && changed.isEmpty()) {
            api.delete(LabRecord.REF);
        } else if (!before.equals(Optional.of(changed))) {
            api.apply(changed.toConfigMap(), true);
        }
    }

    /**
     * Takes away that the lab was seen as it should be. Called before a step changes anything, so that a step that is cut
     * off leaves nothing behind that is not true any more.
     *
     * @return what the record said before
     */
    public static Optional<Instant> unverified(KubeApi api) {
        Optional<Instant> before = ClusterObserver.record(api).flatMap(LabRecord::verified);
        if (before.isPresent()) {
            change(api, record -> record.withVerified(Optional.empty()));
        }
        return before;
    }
}
