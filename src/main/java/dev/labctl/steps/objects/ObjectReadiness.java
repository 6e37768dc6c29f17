package dev.labctl.steps.objects;

import dev.labctl.kubernetes.ObjectStatus;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far an object of a lab is.
 *
 * @param stuck how many of its pods stay stuck, as the lab expects it
 */
public record ObjectReadiness(String object, ObjectStatus status, int stuck) {
    /** The status of all of them: a failure goes before everything else; then the first in the order of the manifests. */
    static ObjectStatus worst(List<ObjectReadiness> all) {
        return Stream.of(ObjectStatus.Failed.class, ObjectStatus.InProgress.class)
                .flatMap(type -> all.stream().map(ObjectReadiness::status).filter(type::isInstance))
                .findFirst()
                .orElse(ObjectStatus.CURRENT);
    }
}
