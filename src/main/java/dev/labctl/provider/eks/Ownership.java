package dev.labctl.provider.eks;

import dev.labctl.lab.LabRef;
import dev.labctl.provider.eks.EksInspection.Place;
import java.util.Map;
import java.util.Optional;

/**
 * The mark that labctl leaves on all that it has AWS create: tags, which are there from the first second and visible in AWS's
 * own console.
 *
 * @param owner the ARN of the identity that created the cluster
 */
record Ownership(String owner, String lab) {
    private static final String OWNER = "labctl.dev/owner";
    private static final String LAB = "labctl.dev/lab";

    static Ownership of(Caller caller, LabRef lab) {
        return new Ownership(caller.arn(), lab.toString());
    }

    /** What tags say; empty where labctl did not set them. */
    static Optional<Ownership> in(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(OWNER)).map(owner -> new Ownership(owner, tags.getOrDefault(LAB, "")));
    }

    /** Whether this reader had what has these tags created: from this machine, or with these credentials. */
    static boolean isOf(Place place, Map<String, String> tags, KnownClusters known) {
        return in(tags).filter(mark -> mark.owner().equals(place.caller().arn()) || known.has(place.cluster()))
                .isPresent();
    }

    Map<String, String> tags() {
        return Map.of(OWNER, owner, LAB, lab);
    }
}
