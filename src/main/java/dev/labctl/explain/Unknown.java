package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Locale;

/** Nothing that is known explains it: what was seen is told, and no more. */
record Unknown(ObjectRef object) implements Cause {
    private static final int EVENTS = 5;

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject subject = victims.first();
        Draft draft = Draft.error("UNKNOWN", victims)
                .symptom(
                        subject.kind().equals("Pod")
                                ? victims.say("does not run", "do not run", clues)
                                : subject.ref() + " is not as it should be.")
                .cause("labctl does not know why. What the cluster says of it:");
        subject.conditions().stream()
                .filter(condition -> !condition.isTrue())
                .forEach(condition -> draft.evidence(Quote.condition(subject, condition.type())));
        ClusterIndex.containers(subject).forEach(status -> draft.evidence(Quote.container(subject, status)));
        List<KubeObject> events = clues.warnings(subject).toList();
        events.subList(Math.max(0, events.size() - EVENTS), events.size())
                .forEach(event -> draft.evidence(Quote.event(subject, event)));
        return draft.advise(
                        "See all that Kubernetes knows of it",
                        clues.lab()
                                .kubectl(subject.namespace()
                                                .map(namespace -> "-n " + namespace + " ")
                                                .orElse("") + "describe "
                                        + subject.kind().toLowerCase(Locale.ROOT) + " " + subject.name()))
                .done();
    }
}
