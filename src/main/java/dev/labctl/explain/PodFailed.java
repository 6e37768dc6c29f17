package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;

/** A pod that ended badly, and that nobody makes anew. */
record PodFailed(ObjectRef pod) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject object = victims.first();
        Draft draft = Draft.error("POD_FAILED", victims)
                .symptom(pod + " has ended with a failure.")
                .cause(object.text("status", "message")
                        .or(() -> object.text("status", "reason"))
                        .map(words -> "Kubernetes says: " + Quote.text(words) + ".")
                        .orElse("One of its containers ended with an error, and the pod is not to be started again."));
        ClusterIndex.containers(object).forEach(status -> draft.evidence(Quote.container(object, status)));
        return draft.advise(
                        "Read what it said",
                        clues.lab()
                                .kubectl("-n " + object.namespace().orElse("default") + " logs " + object.name()
                                        + " --tail=50"))
                .done();
    }
}
