package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.tree.Tree;
import java.util.Locale;
import java.util.Optional;

/** A workload is to have no pods, and has none. */
record ScaledToZero(ObjectRef workload) implements Cause {
    static boolean is(KubeObject object) {
        return (object.kind().equals("Deployment") || object.kind().equals("StatefulSet"))
                && Tree.number(object.tree(), "spec", "replicas")
                        .filter(count -> count == 0)
                        .isPresent();
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        return advise(
                        Draft.of(Severity.NOTE, "SCALED_TO_ZERO", victims)
                                .symptom(workload + " has no pods.")
                                .cause("It is to have none: it is scaled to 0. That is no error.")
                                .evidence(Quote.field(workload, "spec.replicas", 0)),
                        workload,
                        clues)
                .done();
    }

    /** How it gets pods again: as many as the lab says. */
    static Draft advise(Draft draft, ObjectRef workload, ClusterIndex clues) {
        long count = wanted(workload, clues).orElse(1L);
        return draft.advise(
                "To have " + (count == 1 ? "a pod" : count + " pods") + " again"
                        + (wanted(workload, clues).isPresent() ? ", as the lab's manifest says" : ""),
                clues.lab()
                        .kubectl("-n " + workload.namespace().orElse("default") + " scale "
                                + workload.kind().toLowerCase(Locale.ROOT) + "/" + workload.name() + " --replicas="
                                + count));
    }

    private static Optional<Long> wanted(ObjectRef workload, ClusterIndex clues) {
        return clues.lab().lab().map(Lab::manifests).stream()
                .flatMap(manifests -> manifests.stream())
                .filter(manifest -> isOf(manifest, workload))
                .map(manifest ->
                        Tree.number(manifest.tree(), "spec", "replicas").orElse(1L))
                .findFirst();
    }

    private static boolean isOf(Manifest manifest, ObjectRef workload) {
        return manifest.kind().equals(workload.kind())
                && manifest.name().equals(workload.name())
                && manifest.namespace().or(() -> Optional.of("default")).equals(workload.namespace());
    }
}
