package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Optional;

/** The pods run, and their probes fail. */
record NeverReady(ObjectRef workload) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject pod = victims.pods().get(0);
        Optional<KubeObject> event = clues.warning(pod, "Unhealthy");
        String which = event.flatMap(found -> found.text("message"))
                .map(text ->
                        text.startsWith("Startup") ? "startup" : text.startsWith("Liveness") ? "liveness" : "readiness")
                .orElse("readiness");
        Draft draft = Draft.error("READINESS", victims)
                .symptom(victims.say("runs and is not ready", "run and are not ready", clues))
                .cause(
                        "The " + which + " probe fails, so no Service sends anything to "
                                + (victims.pods().size() == 1 ? "it" : "them")
                                + ": the probe asks for what the container does not answer, or the container cannot answer yet.")
                .evidence(event.map(found -> Quote.event(pod, found)));
        for (Object container : pod.list("spec", "containers")) {
            Tree.at(container, which + "Probe")
                    .ifPresent(probe -> draft.evidence(Quote.field(
                            pod.ref(),
                            "container " + Tree.text(container, "name").orElse("") + ", " + which + "Probe",
                            probe)));
        }
        return draft.advise(
                        "Read what the container says",
                        clues.lab()
                                .kubectl("-n " + pod.namespace().orElse("default") + " logs " + pod.name()
                                        + " --tail=50"))
                .advise("Or mend the " + which + "Probe in the manifest of " + workload, "")
                .done();
    }
}
