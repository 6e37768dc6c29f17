package dev.labctl.command.session;

import dev.labctl.cilium.EniTrouble;
import dev.labctl.cluster.EndlessWaits;
import dev.labctl.cluster.Owners;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import java.time.Instant;
import java.util.Collection;

/** Observes a cluster: its objects, the owners of pods that may not be read, and what the operator says in its log alone. */
public final class Observing {
    private Observing() {}

    /**
     * Everything that can be read, once.
     *
     * @param named objects beside those of the kinds that are always read
     */
    public static Observation read(KubeApi api, Instant now, Collection<ObjectRef> named) {
        Observation seen = EndlessWaits.complete(Observation.read(api, now, named), api);
        return EniTrouble.reported(Owners.complete(seen), api);
    }
}
