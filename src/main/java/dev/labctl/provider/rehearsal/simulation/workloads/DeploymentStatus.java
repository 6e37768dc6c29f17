package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** The status of a Deployment, as {@code kubectl rollout status} and the waits of labctl read it. */
record DeploymentStatus(Kernel kernel, Pods pods) {
    private static final int DEADLINE_SECONDS = 600;
    private static final String PROGRESSING = "Progressing";
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";

    /**
     * The status.
     *
     * @param sets all of its ReplicaSets
     * @param newest the name of the one with its template
     */
    Map<String, Object> of(KubeObject deployment, List<KubeObject> sets, String newest) {
        long wanted = WorkloadController.wanted(deployment);
        long total = 0;
        long ready = 0;
        long updated = 0;
        for (KubeObject set : sets) {
            Pods.Owned owned = pods.owned(set.uid());
            total += owned.total();
            ready += owned.ready();
            updated += set.name().equals(newest) ? owned.total() : 0;
        }
        Map<String, Object> status = Tree.of(
                "observedGeneration", deployment.number("metadata", "generation"),
                "replicas", total == 0 ? null : total,
                "updatedReplicas", updated == 0 ? null : updated,
                "readyReplicas", ready == 0 ? null : ready,
                "availableReplicas", ready == 0 ? null : ready,
                "unavailableReplicas", wanted > ready ? wanted - ready : null);
        boolean complete = total == updated && updated == wanted && ready >= wanted;
        List<Object> conditions =
                List.of(available(deployment, wanted, ready), progressing(deployment, newest, status, complete));
        return Tree.with(status, conditions, "conditions");
    }

    private Map<String, Object> available(KubeObject deployment, long wanted, long ready) {
        long missing = IntOrPercent.of(
                deployment, "25%", wanted, false, "spec", "strategy", "rollingUpdate", "maxUnavailable");
        return ready >= wanted - missing
                ? condition(
                        deployment,
                        "Available",
                        true,
                        "MinimumReplicasAvailable",
                        "Deployment has minimum availability.",
                        false)
                : condition(
                        deployment,
                        "Available",
                        false,
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.",
                        false);
    }

    private Map<String, Object> progressing(
            KubeObject deployment, String newest, Map<String, Object> status, boolean complete) {
        String set = "ReplicaSet \"" + newest + "\" ";
        if (complete) {
            String message = set + "has successfully progressed.";
            return condition(deployment, PROGRESSING, true, "NewReplicaSetAvailable", message, false);
        }
        if (Tree.flag(deployment.tree(), "spec", "paused").orElse(false)) {
            return condition(deployment, PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused", false);
        }
        boolean first = condition(deployment, PROGRESSING).isEmpty();
        boolean progress = first || moved(deployment, status);
        if (late(deployment, progress)) {
            return condition(deployment, PROGRESSING, false, TIMED_OUT, set + "has timed out progressing.", false);
        }
        return first
                ? condition(
                        deployment,
                        PROGRESSING,
                        true,
                        "NewReplicaSetCreated",
                        "Created new replica set \"" + newest + "\"",
                        true)
                : condition(deployment, PROGRESSING, true, "ReplicaSetUpdated", set + "is progressing.", progress);
    }

    /** Whether it has taken too long since the last progress; if not, it is reconciled again when it has. */
    private boolean late(KubeObject deployment, boolean progress) {
        Map<String, Object> before = condition(deployment, PROGRESSING);
        long now = kernel.time().age();
        long since = progress
                ? now
                : Tree.text(before, "lastUpdateTime")
                        .map(text -> kernel.time().seconds(text) * 1000)
                        .orElse(now);
        long patience = Tree.integer(deployment.tree(), "spec", "progressDeadlineSeconds")
                .orElse(DEADLINE_SECONDS);
        long end = since + patience * 1000;
        if (now >= end || (Tree.has(before, TIMED_OUT, "reason") && !progress)) {
            return true;
        }
        kernel.time().enter(kernel.time().in(end - now), Turn.WORKLOAD, 0);
        return false;
    }

    /** Whether more is there than the status says so far: that is what counts as progress. */
    private static boolean moved(KubeObject deployment, Map<String, Object> status) {
        return deployment.number("status", "observedGeneration") != deployment.number("metadata", "generation")
                || List.of("updatedReplicas", "readyReplicas", "availableReplicas").stream()
                        .anyMatch(count -> Tree.number(status, count).orElse(0L) > deployment.number("status", count));
    }

    /** The condition of a type as it is; empty where there is none. */
    private static Map<String, Object> condition(KubeObject deployment, String type) {
        return deployment.list("status", "conditions").stream()
                .filter(condition -> Tree.has(condition, type, "type"))
                .findFirst()
                .map(condition -> Tree.map(condition))
                .orElse(Map.of());
    }

    /** The condition as it is to be; {@code updated} where something has changed that it does not say. */
    private Map<String, Object> condition(
            KubeObject deployment, String type, boolean holds, String reason, String message, boolean updated) {
        return condition(deployment, type, holds ? "True" : "False", reason, message, updated);
    }

    private Map<String, Object> condition(
            KubeObject deployment, String type, String word, String reason, String message, boolean updated) {
        Map<String, Object> before = condition(deployment, type);
        boolean same = Tree.has(before, word, "status");
        if (same && Tree.has(before, reason, "reason") && !updated) {
            return before;
        }
        String now = kernel.time().now();
        return Tree.of(
                "type", type,
                "status", word,
                "lastUpdateTime", now,
                "lastTransitionTime", same ? before.get("lastTransitionTime") : now,
                "reason", reason,
                "message", message);
    }
}
