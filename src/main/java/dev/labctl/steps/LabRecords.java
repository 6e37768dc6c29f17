package dev.labctl.steps;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.LabRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes to a lab's record in its cluster. */
public final class LabRecords {
    private LabRecords() {}

    /** Writes the changed record; a cluster that labctl did not make has none, and gets none. */
    public static void change(KubeApi api, UnaryOperator<LabRecord> change) {
        ClusterObserver.record(api).ifPresent(record -> {
            LabRecord changed = change.apply(record);
            if (!changed.equals(record)) {
                api.apply(changed.toConfigMap(), true);
            }
        });
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
