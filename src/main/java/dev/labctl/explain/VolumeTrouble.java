package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;

/** A volume of the pods cannot be mounted. */
record VolumeTrouble(ObjectRef workload) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject pod = victims.pods().get(0);
        Draft draft = Draft.error("VOLUME", victims)
                .symptom(victims.say("waits for a volume", "wait for a volume", clues))
                .cause("The kubelet cannot mount a volume of the pod, and starts nothing before it can.")
                .evidence(clues.warning(pod).map(event -> Quote.event(pod, event)))
                .evidence(pod.condition("PodScheduled")
                        .filter(condition -> !condition.isTrue())
                        .map(condition -> Quote.condition(pod, "PodScheduled").orElse("")));
        pod.list("spec", "volumes").stream()
                .flatMap(volume -> Tree.text(volume, "persistentVolumeClaim", "claimName").stream())
                .forEach(claim -> draft.evidence("volume of the pod: PersistentVolumeClaim " + claim));
        return draft.advise(
                        "See what the volume lacks",
                        clues.lab().kubectl("-n " + pod.namespace().orElse("default") + " describe pod " + pod.name()))
                .done();
    }
}
