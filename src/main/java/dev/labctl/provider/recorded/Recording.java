package dev.labctl.provider.recorded;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation.Gap;
import java.time.Instant;
import java.util.List;

/**
 * What a recording has of a cluster.
 *
 * @param kind {@code sysdump} or {@code bundle}
 * @param at when it was collected
 * @param kubernetes version of the API server; empty where it was not collected
 * @param objects those that have a name: what has none is no object of a cluster
 * @param gaps the kinds of which it may lack objects, and why; what is concluded from their absence would be wrong
 * @param rehearsed whether the cluster was never a real one
 * @param notes what else the reader should know
 */
record Recording(
        String kind,
        Instant at,
        String kubernetes,
        List<KubeObject> objects,
        List<Gap> gaps,
        boolean rehearsed,
        List<String> notes) {
    Recording {
        objects = objects.stream().filter(object -> !object.name().isEmpty()).toList();
    }
}
