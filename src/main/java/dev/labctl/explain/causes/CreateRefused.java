package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.explain.facts.Evidence;
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
public record CreateRefused(Refuser kind, String by) implements Cause {
    /** What refuses, by the start of its name in the API server's message, and what ends the name. */
    public enum Refuser {
        QUOTA(
                "QUOTA_EXCEEDED",
                "exceeded quota: ",
                ",",
                "The ResourceQuota NAME of the namespace allows no more pods."),
        QUOTA_UNCHECKED(
                "QUOTA_EXCEEDED",
                "failed quota: ",
                ":",
                "The ResourceQuota NAME of the namespace allows no more pods."),
        WEBHOOK_FAILED(
                "WEBHOOK_REFUSED",
                "failed calling webhook \"",
                "\"",
                "The API server asks the webhook NAME about each new pod, and the webhook does not answer."),
        WEBHOOK_DENIED("WEBHOOK_REFUSED", "admission webhook \"", "\"", "The webhook NAME refuses the pods."),
        OTHER("CREATE_REFUSED", "", "\0", "The API server refuses to create the pods.");

        private final String reason;
        private final String start;
        private final String end;
        private final String cause;

        Refuser(String reason, String start, String end, String cause) {
            this.reason = reason;
            this.start = start;
            this.end = end;
            this.cause = cause;
        }
    }

    private static final String SOON = "The missing pods are created at the next attempt, which may take some minutes.";

    /** The cause behind the API server's message. */
    public static CreateRefused of(String message) {
        Refuser kind = Stream.of(Refuser.values())
                .filter(one -> message.contains(one.start))
                .findFirst()
                .orElse(Refuser.OTHER);
        String rest = message.substring(message.indexOf(kind.start) + kind.start.length());
        int end = rest.indexOf(kind.end);
        // Names of pods differ with each attempt.
        String name = kind == Refuser.OTHER ? message.replaceAll("\"[^\"]*\"", "...") : rest;
        return new CreateRefused(kind, end < 0 ? name : rest.substring(0, end));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> workloads = it.affected().all().stream()
                .filter(object -> Kind.of(object).filter(Kind::isWorkload).isPresent())
                .toList();
        List<ObjectRef> owners = workloads.stream()
                .map(one -> it.cluster().view().rootOwner(one).ref())
                .distinct()
                .toList();
        it.error(kind.reason)
                .symptom(Wording.names(owners) + " " + Wording.agree(owners.size(), "does")
                        + " not have all of the pods that " + (owners.size() == 1 ? "it needs." : "they need."))
                .cause(kind.cause.replace("NAME", by));
        for (KubeObject one : workloads.subList(0, Math.min(2, workloads.size()))) {
            it.evidence(one.ref() + ": wants " + one.text("spec", "replicas").orElse("some") + ", has created "
                    + one.number("status", "replicas"));
            Optional<KubeObject> event = it.cluster().lastWarning(one, "FailedCreate");
            it.event(one, event).conditions(event.isPresent() ? List.of() : List.of(one), "ReplicaFailure", 1);
        }
        switch (kind) {
            case QUOTA, QUOTA_UNCHECKED -> quota(it, workloads.get(0));
            case WEBHOOK_DENIED -> it.fix("Change the manifest as the webhook's message says", "", SOON);
            case WEBHOOK_FAILED ->
                it.fix(
                        "Restore the webhook's server, or delete the webhook's configuration if it is not needed",
                        it.lab().kubectl("get validatingwebhookconfigurations,mutatingwebhookconfigurations"),
                        SOON);
            case OTHER -> it.fix("Fix what the message says in the manifest of " + Wording.names(owners));
        }
    }

    private void quota(ExplanationBuilder it, KubeObject workload) {
        Optional<KubeObject> quota = it.cluster()
                .view()
                .find(ObjectRef.namespaced(
                        "v1", "ResourceQuota", workload.namespace().orElse("default"), by));
        it.evidence(quota.stream().flatMap(object -> Stream.of("hard", "used")
                        .map(part -> Evidence.field(
                                object.ref(), "status." + part, Tree.map(object.tree(), "status", part)))))
                .fix(
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
