package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The API server refuses to make pods.
 *
 * @param who the quota, or the webhook; the answer itself where it is neither
 */
record CreateRefused(Kind kind, String who) implements Cause {
    /** What refuses. */
    enum Kind {
        QUOTA("QUOTA_EXCEEDED"),
        WEBHOOK("WEBHOOK_REFUSED"),
        OTHER("CREATE_REFUSED");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        static Kind of(String message) {
            if (message.contains("exceeded quota") || message.contains("failed quota")) {
                return QUOTA;
            }
            return message.contains("failed calling webhook") || message.contains("denied the request")
                    ? WEBHOOK
                    : OTHER;
        }
    }

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> makers = victims.all().stream()
                .filter(object -> WorkloadRules.MAKERS.contains(object.kind()))
                .toList();
        Set<ObjectRef> tops = new LinkedHashSet<>();
        makers.forEach(maker -> tops.add(clues.seen().top(maker).ref()));
        String message = makers.stream()
                .flatMap(maker -> WorkloadRules.refusal(maker, clues).stream())
                .findFirst()
                .orElse("");
        Draft draft = Draft.of(Severity.ERROR, kind.reason, victims)
                .symptom(Quote.names(tops) + (tops.size() == 1 ? " does" : " do") + " not have the pods that "
                        + (tops.size() == 1 ? "it wants" : "they want") + ".")
                .cause(cause(message));
        for (KubeObject maker : makers.subList(0, Math.min(2, makers.size()))) {
            draft.evidence(
                    maker.ref() + ": wants " + maker.text("spec", "replicas").orElse("some") + ", has made "
                            + maker.number("status", "replicas"));
            draft.evidence(clues.warning(maker, "FailedCreate")
                    .map(event -> Quote.event(maker, event))
                    .or(() -> Quote.condition(maker, "ReplicaFailure")));
        }
        switch (kind) {
            case QUOTA -> quota(draft, makers.get(0), clues);
            case WEBHOOK -> webhook(draft, message, clues);
            case OTHER -> draft.advise("Mend what the answer says in the manifest of " + Quote.names(tops), "");
        }
        return draft.done();
    }

    private String cause(String message) {
        return switch (kind) {
            case QUOTA -> "The ResourceQuota " + who + " of the namespace allows no more.";
            case WEBHOOK ->
                message.contains("denied the request")
                        ? "The webhook " + who + " refuses the pods."
                        : "The API server asks the webhook " + who + " about each new pod, and it does not answer.";
            case OTHER -> "The API server refuses to make the pods.";
        };
    }

    private void quota(Draft draft, KubeObject maker, ClusterIndex clues) {
        String namespace = maker.namespace().orElse("default");
        Optional<KubeObject> quota = clues.seen().find(ObjectRef.namespaced("v1", "ResourceQuota", namespace, who));
        quota.ifPresent(object -> draft.evidence(
                        Quote.field(object.ref(), "status.hard", Tree.map(object.tree(), "status", "hard")))
                .evidence(Quote.field(object.ref(), "status.used", Tree.map(object.tree(), "status", "used"))));
        draft.advise(
                "Allow more in the quota, or want less",
                clues.lab()
                        .kubectl("-n " + namespace + " "
                                + quota.flatMap(object -> morePods(object, maker))
                                        .orElse("edit resourcequota " + who)),
                "The missing pods are made at the next attempt, which may take some minutes.");
    }

    /** A quota of pods with room for those that are missing. */
    private static Optional<String> morePods(KubeObject quota, KubeObject maker) {
        long missing =
                maker.text("spec", "replicas").map(Long::valueOf).orElse(1L) - maker.number("status", "replicas");
        return quota.text("status", "used", "pods")
                .filter(used -> quota.text("status", "hard", "pods").isPresent() && used.matches("[0-9]{1,9}"))
                .map(used ->
                        "patch resourcequota " + quota.name() + " --type=merge -p '{\"spec\":{\"hard\":{\"pods\":\""
                                + (Long.parseLong(used) + missing) + "\"}}}'");
    }

    private void webhook(Draft draft, String message, ClusterIndex clues) {
        boolean denied = message.contains("denied the request");
        draft.advise(
                denied
                        ? "Mend what the webhook says in the manifest"
                        : "Bring the webhook's server back, or take away its configuration if nobody needs it",
                denied ? "" : clues.lab().kubectl("get validatingwebhookconfigurations,mutatingwebhookconfigurations"),
                "The missing pods are made at the next attempt, which may take some minutes.");
    }
}
