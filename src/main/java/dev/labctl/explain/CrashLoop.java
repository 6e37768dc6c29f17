package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Optional;

/** A container starts and ends with an error, again and again. */
record CrashLoop(ObjectRef workload, String container) implements Cause {
    /** Exit codes that say more than that something failed: 128 and the number of the signal, and those of shells. */
    private static String meaning(long code, String reason) {
        if (reason.equals("OOMKilled")) {
            return ": it used more memory than its limit allows";
        }
        return switch ((int) code) {
            case 0 -> ": it ended as if its work were done, and the pod is meant to go on";
            case 126 -> ": its command cannot be executed";
            case 127 -> ": its command is not there";
            case 137 -> ": it was killed, by a liveness probe or for want of memory";
            case 139 -> ": it crashed in itself, with a segmentation fault";
            case 143 -> ": it was told to end, by a liveness probe";
            default -> "";
        };
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject pod = victims.pods().get(0);
        Optional<Object> status = ClusterIndex.containers(pod).stream()
                .filter(one -> Tree.text(one, "name").filter(container::equals).isPresent())
                .findFirst();
        Optional<Object> ended = status.flatMap(one -> Tree.at(one, "lastState", "terminated"))
                .or(() -> status.flatMap(one -> Tree.at(one, "state", "terminated")));
        long code = ended.flatMap(one -> Tree.number(one, "exitCode")).orElse(-1L);
        String reason = ended.flatMap(one -> Tree.text(one, "reason")).orElse("");
        Draft draft = Draft.error("CRASH_LOOP", victims)
                .symptom(victims.say("starts and ends again and again", "start and end again and again", clues))
                .cause("The container " + container
                        + (code < 0 ? " ends" : " ends with exit code " + code + meaning(code, reason))
                        + ". What it lacks stands in its log.");
        status.ifPresent(one -> draft.evidence(Quote.container(pod, one)));
        ended.ifPresent(
                one -> draft.evidence(pod.ref() + ", container " + container + ": last ended with exit code " + code
                        + (reason.isEmpty() ? "" : ", " + reason)
                        + Tree.text(one, "finishedAt").map(at -> ", at " + at).orElse("")));
        status.ifPresent(one -> draft.evidence(Quote.lastWords(one).stream()));
        draft.evidence(clues.warning(pod, "Unhealthy").map(event -> Quote.event(pod, event)));
        return draft.advise(
                        "Read the last lines that it wrote",
                        clues.lab()
                                .kubectl("-n " + pod.namespace().orElse("default") + " logs " + pod.name() + " -c "
                                        + container + " --previous --tail=50"))
                .done();
    }
}
