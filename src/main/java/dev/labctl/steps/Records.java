package dev.labctl.steps;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.LabRecord;
import java.util.function.UnaryOperator;

/** Changes to a lab's record in its cluster. */
final class Records {
    private Records() {}

    /** Writes the changed record; a cluster that labctl did not make has none, and gets none. */
    static void change(KubeApi api, UnaryOperator<LabRecord> change) {
        ClusterObserver.record(api).ifPresent(record -> {
            LabRecord changed = change.apply(record);
            if (!changed.equals(record)) {
                api.apply(changed.toConfigMap(), true);
            }
        });
    }
}
