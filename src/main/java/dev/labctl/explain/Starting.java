package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * Pods that are on their way.
 *
 * @param pulling whether their images are being pulled, which may take a while
 */
record Starting(boolean pulling) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        Draft draft = Draft.of(Severity.NOTE, "STARTING", victims)
                .symptom(victims.say("is on its way", "are on their way", clues))
                .cause(
                        pulling
                                ? "The node pulls an image; that takes as long as the network needs."
                                : "It began less than a minute ago, and nothing speaks against it. Look again in a moment.");
        for (KubeObject pod :
                victims.pods().subList(0, Math.min(1, victims.pods().size()))) {
            List<KubeObject> events = clues.seen().events(pod);
            if (!events.isEmpty()) {
                draft.evidence(Quote.event(pod, events.get(events.size() - 1)));
            }
        }
        return draft.done();
    }
}
