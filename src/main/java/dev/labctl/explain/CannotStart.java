package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;

/** The container runtime cannot start what the pod asks for, such as a command that the image does not have. */
record CannotStart(ObjectRef workload, String container) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        Draft draft = Draft.error("CANNOT_START", victims)
                .symptom(victims.say("does not start", "do not start", clues))
                .cause("The container runtime cannot start the container " + container
                        + ": its command, its user or its mounts do" + " not fit the image or the node.");
        for (KubeObject pod :
                victims.pods().subList(0, Math.min(1, victims.pods().size()))) {
            ClusterIndex.containers(pod).stream()
                    .filter(status ->
                            Tree.text(status, "name").filter(container::equals).isPresent())
                    .forEach(status ->
                            draft.evidence(Quote.container(pod, status)).evidence(Quote.lastWords(status).stream()));
            draft.evidence(clues.warning(pod).map(event -> Quote.event(pod, event)));
        }
        return draft.advise("Mend command, args or securityContext of the container in the manifest of " + workload, "")
                .done();
    }
}
