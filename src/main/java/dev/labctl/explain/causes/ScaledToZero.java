package dev.labctl.explain.causes;

import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Optional;

/** A workload wants no pods, and has none. */
public record ScaledToZero(ObjectRef workload) implements Cause {
    /** The cause, for a workload that is scaled to 0. */
    public static Optional<Cause> of(KubeObject object) {
        return Tree.number(object.tree(), "spec", "replicas")
                .filter(count -> count == 0)
                .map(count -> new ScaledToZero(object.ref()));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        it.note("SCALED_TO_ZERO")
                .symptom(workload + " has no pods.")
                .cause("It is scaled to 0, so this is not an error.")
                .evidence(Evidence.field(workload, "spec.replicas", 0));
        fix(it, it.affected().first(), it.lab());
    }

    /** Gives it as many pods as the lab's manifest says, or one. */
    static void fix(ExplanationBuilder it, KubeObject workload, LabFacts lab) {
        Optional<Long> replicas = lab.replicas(workload);
        long count = replicas.orElse(1L);
        it.fix(
                "Scale it up to " + Wording.counted(count, "pod")
                        + (replicas.isPresent() ? ", as in the lab's manifest" : ""),
                lab.kubectl(
                        workload.namespace(), "scale " + LabFacts.argument(workload.ref()) + " --replicas=" + count));
    }
}
