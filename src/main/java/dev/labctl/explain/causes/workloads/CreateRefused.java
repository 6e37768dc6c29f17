package dev.labctl.explain.causes.workloads;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The API server refuses to create pods.
 *
 * @param by the quota or webhook that refuses; the message itself where it is neither
 */
public record CreateRefused(Kind kind, String by) implements Cause {
    /** What refuses, by the start of its name in the API server's message, and what ends the name. */
    public enum Kind {
        QUOTA("QUOTA_EXCEEDED", "exceeded quota: ", ","),
        QUOTA_UNCHECKED("QUOTA_EXCEEDED", "failed quota: ", ":"),
        WEBHOOK_FAILED("WEBHOOK_REFUSED", "failed calling webhook \"", "\""),
        WEBHOOK_DENIED("WEBHOOK_REFUSED", "admission webhook \"", "\""),
        OTHER("CREATE_REFUSED", "", "\0");

        private final String reason;
        private final String start;
        private final String end;

        Kind(String reason, String start, String end) {
            this.reason = reason;
            this.start = start;
            this.end = end;
        }
    }

    private static final String SOON = "The missing pods are created at the next attempt, which may take some minutes.";

    /** The cause behind the API server's message. */
    public static CreateRefused of(String message) {
        Kind kind = Stream.of(Kind.values())
                .filter(one -> message.contains(one.start))
                .findFirst()
                .orElse(Kind.OTHER);
        String rest = message.substring(message.indexOf(kind.start) + kind.start.length());
        int end = rest.indexOf(kind.end);
        // Names of pods differ with each attempt.
        String name = kind == Kind.OTHER ? message.replaceAll("\"[^\"]*\"", "...") : rest;
        return new CreateRefused(kind, end < 0 ? name : rest.substring(0, end));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> workloads = it.affected().all().stream()
                .filter(object -> !List.of("Pod", "Service", "Node").contains(object.kind()))
                .toList();
        List<ObjectRef> owners =
                workloads.stream().map(it.cluster()::owner).distinct().toList();
        it.error(kind.reason)
                .symptom(Wording.names(owners) + " " + Wording.agree(owners.size(), "does")
                        + " not have all of the pods that " + (owners.size() == 1 ? "it needs." : "they need."))
                .cause(
                        switch (kind) {
                            case QUOTA, QUOTA_UNCHECKED ->
                                "The ResourceQuota " + by + " of the namespace allows no more pods.";
                            case WEBHOOK_DENIED -> "The webhook " + by + " refuses the pods.";
                            case WEBHOOK_FAILED ->
                                "The API server asks the webhook " + by
                                        + " about each new pod, and the webhook does not answer.";
                            case OTHER -> "The API server refuses to create the pods.";
                        });
        workloads.stream().limit(2).forEach(one -> it.evidence(one.ref() + ": wants "
                        + one.text("spec", "replicas").orElse("some") + ", has created "
                        + one.number("status", "replicas"))
                .evidence(it.cluster()
                        .warning(one, "FailedCreate")
                        .map(event -> Evidence.event(one, event))
                        .or(() -> Evidence.condition(one, "ReplicaFailure"))));
        LabFacts lab = it.lab();
        switch (kind) {
            case QUOTA, QUOTA_UNCHECKED -> quota(it, workloads.get(0));
            case WEBHOOK_DENIED -> it.fix("Change the manifest as the webhook's message says", "", SOON);
            case WEBHOOK_FAILED ->
                it.fix(
                        "Restore the webhook's server, or delete the webhook's configuration if it is not needed",
                        lab.kubectl("get validatingwebhookconfigurations,mutatingwebhookconfigurations"),
                        SOON);
            case OTHER -> it.fix("Fix what the message says in the manifest of " + Wording.names(owners));
        }
    }

    private void quota(ExplanationBuilder it, KubeObject workload) {
        Optional<KubeObject> quota = it.cluster()
                .observation()
                .find(ObjectRef.namespaced(
                        "v1", "ResourceQuota", workload.namespace().orElse("default"), by));
        quota.ifPresent(object -> Stream.of("hard", "used")
                .forEach(part -> it.evidence(
                        Evidence.field(object.ref(), "status." + part, Tree.map(object.tree(), "status", part)))));
        it.fix(
                "Raise the quota, or ask for fewer pods",
                it.lab()
                        .kubectl(
                                workload.namespace(),
                                quota.flatMap(object -> morePods(object, workload))
                                        .orElse("edit resourcequota " + by)),
                SOON);
    }

    /** A quota of pods with room for those that are missing. */
    private static Optional<String> morePods(KubeObject quota, KubeObject workload) {
        long missing =
                workload.text("spec", "replicas").map(Long::valueOf).orElse(1L) - workload.number("status", "replicas");
        return quota.text("status", "used", "pods")
                .filter(used -> quota.text("status", "hard", "pods").isPresent() && used.matches("[0-9]{1,9}"))
                .map(used ->
                        "patch resourcequota " + quota.name() + " --type=merge -p '{\"spec\":{\"hard\":{\"pods\":\""
                                + (Long.parseLong(used) + missing) + "\"}}}'");
    }
}
