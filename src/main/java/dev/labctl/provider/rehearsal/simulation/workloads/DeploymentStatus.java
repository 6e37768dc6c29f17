package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** The status of a Deployment, as {@code kubectl rollout status} and the waits of labctl read it. */
final class DeploymentStatus {
    private static final long DEADLINE_SECONDS = 600;
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private final VirtualClock time;
    private LongConsumer deadline = when -> {};

    DeploymentStatus(VirtualClock time) {
        this.time = time;
    }

    /** Called with the time at which a Deployment must be reconciled again. */
    void onDeadline(LongConsumer listener) {
        deadline = listener;
    }

    /**
     * The status.
     *
     * @param sets all of its ReplicaSets
     * @param newest the name of the one with its template
     */
    Map<String, Object> of(KubeObject deployment, List<KubeObject> sets, String newest, PodControl podControl) {
        long wanted = WorkloadController.wanted(deployment);
        long total =
                sets.stream().mapToLong(set -> podControl.owned(set).total()).sum();
        long ready =
                sets.stream().mapToLong(set -> podControl.owned(set).ready()).sum();
        long updated = sets.stream()
                .filter(set -> set.name().equals(newest))
                .mapToLong(set -> podControl.owned(set).total())
                .sum();
        Map<String, Object> status = Tree.of(
                "observedGeneration", deployment.number("metadata", "generation"),
                "replicas", total == 0 ? null : total,
                "updatedReplicas", updated == 0 ? null : updated,
                "readyReplicas", ready == 0 ? null : ready,
                "availableReplicas", ready == 0 ? null : ready,
                "unavailableReplicas", wanted > ready ? wanted - ready : null);
        List<Object> conditions = List.of(
                available(deployment, wanted, ready),
                progressing(deployment, newest, status, total == updated && updated == wanted && ready >= wanted));
        return Tree.with(status, conditions, "conditions");
    }

    private Map<String, Object> available(KubeObject deployment, long wanted, long ready) {
        long missing = IntOrPercent.of(
                deployment
                        .text("spec", "strategy", "rollingUpdate", "maxUnavailable")
                        .orElse("25%"),
                wanted,
                false);
        boolean enough = ready >= wanted - missing;
        return condition(
                deployment,
                "Available",
                enough,
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                false);
    }

    private Map<String, Object> progressing(
            KubeObject deployment, String newest, Map<String, Object> status, boolean complete) {
        String set = "ReplicaSet \"" + newest + "\" ";
        if (complete) {
            return condition(
                    deployment,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    set + "has successfully progressed.",
                    false);
        }
        boolean first = deployment.condition("Progressing").isEmpty();
        boolean progress = first || moved(deployment, status);
        if (late(deployment, progress)) {
            return condition(deployment, "Progressing", false, TIMED_OUT, set + "has timed out progressing.", false);
        }
        return condition(
                deployment,
                "Progressing",
                true,
                first ? "NewReplicaSetCreated" : "ReplicaSetUpdated",
                first ? "Created new replica set \"" + newest + "\"" : set + "is progressing.",
                progress);
    }

    /** Whether it has taken too long since the last progress; if not, it is reconciled again when it has. */
    private boolean late(KubeObject deployment, boolean progress) {
        long since = progress ? time.age() : updatedAt(deployment);
        long end = since
                + deployment
                                .text("spec", "progressDeadlineSeconds")
                                .map(Long::valueOf)
                                .orElse(DEADLINE_SECONDS)
                        * 1000;
        boolean was = deployment
                .condition("Progressing")
                .filter(condition -> condition.reason().equals(TIMED_OUT))
                .isPresent();
        if (time.age() >= end || (was && !progress)) {
            return true;
        }
        deadline.accept(time.in(end - time.age()));
        return false;
    }

    /** Whether more is there than the status says so far: that is what counts as progress. */
    private static boolean moved(KubeObject deployment, Map<String, Object> status) {
        return more(deployment, status, "updatedReplicas")
                || more(deployment, status, "readyReplicas")
                || more(deployment, status, "availableReplicas")
                || deployment.number("status", "observedGeneration") != deployment.number("metadata", "generation");
    }

    private static boolean more(KubeObject deployment, Map<String, Object> status, String count) {
        return Tree.number(status, count).orElse(0L) > deployment.number("status", count);
    }

    private long updatedAt(KubeObject deployment) {
        return deployment.list("status", "conditions").stream()
                .filter(condition -> Tree.text(condition, "type")
                        .filter("Progressing"::equals)
                        .isPresent())
                .flatMap(condition -> Tree.text(condition, "lastUpdateTime").stream())
                .mapToLong(text -> time.seconds(text) * 1000)
                .findFirst()
                .orElse(time.age());
    }

    private Map<String, Object> condition(
            KubeObject deployment, String type, boolean holds, String reason, String message, boolean touch) {
        String word = holds ? "True" : "False";
        Map<String, Object> fresh = Tree.of(
                "type", type,
                "status", word,
                "lastUpdateTime", time.now(),
                "lastTransitionTime", time.now(),
                "reason", reason,
                "message", message);
        return deployment.list("status", "conditions").stream()
                .filter(old -> Tree.text(old, "type").filter(type::equals).isPresent())
                .findFirst()
                .map(old -> {
                    boolean same = Tree.text(old, "status").filter(word::equals).isPresent();
                    boolean sameReason =
                            Tree.text(old, "reason").filter(reason::equals).isPresent();
                    if (same && sameReason && !touch) {
                        return Tree.map(old);
                    }
                    return same
                            ? Tree.with(
                                    fresh, Tree.text(old, "lastTransitionTime").orElse(""), "lastTransitionTime")
                            : fresh;
                })
                .orElse(fresh);
    }
}
