package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Causes in what a workload asks for, and in the Service in front of it. */
public final class WorkloadCauses {
    private WorkloadCauses() {}

    /** A workload wants no pods, and has none. */
    public record ScaledToZero(ObjectRef workload) implements Cause {
        /** The cause, for a workload that is scaled to 0. */
        public static Optional<Cause> of(KubeObject object) {
            return object.has("0", "spec", "replicas") ? Optional.of(new ScaledToZero(object.ref())) : Optional.empty();
        }

        @Override
        public void explain(ExplanationBuilder it) {
            it.note("SCALED_TO_ZERO")
                    .symptom(workload + " has no pods.")
                    .cause("It is scaled to 0, so this is not an error.")
                    .evidence(Evidence.field(workload, "spec.replicas", 0));
            fix(it, it.first());
        }

        /** Gives it as many pods as the lab's manifest says, or one. */
        static void fix(ExplanationBuilder it, KubeObject workload) {
            Optional<Long> replicas = it.lab().replicas(workload);
            long count = replicas.orElse(1L);
            it.fix(
                    "Scale it up to " + Wording.counted(count, "pod")
                            + (replicas.isPresent() ? ", as in the lab's manifest" : ""),
                    it.kubectl(
                            workload.namespace(),
                            "scale " + LabFacts.argument(workload.ref()) + " --replicas=" + count));
        }
    }

    /** The API server, a quota or a webhook refuses to create pods; the message itself stands for the first. */
    public record CreateRefused(Refuser kind, String by) implements Cause {
        /** What refuses, by its name in the API server's message. */
        public enum Refuser {
            QUOTA(
                    "QUOTA_EXCEEDED",
                    "(?:exceeded|failed) quota: ([^,:]*)",
                    "The ResourceQuota NAME of the namespace allows no more pods."),
            WEBHOOK_FAILED(
                    "WEBHOOK_REFUSED",
                    "failed calling webhook \"([^\"]*)",
                    "The API server asks the webhook NAME about each new pod, and the webhook does not answer."),
            WEBHOOK_DENIED("WEBHOOK_REFUSED", "admission webhook \"([^\"]*)", "The webhook NAME refuses the pods."),
            OTHER("CREATE_REFUSED", "(?s)(.*)", "The API server refuses to create the pods.");

            private final String reason;
            private final Pattern mark;
            private final String cause;

            Refuser(String reason, String mark, String cause) {
                this.reason = reason;
                this.mark = Pattern.compile(mark);
                this.cause = cause;
            }
        }

        private static final String SOON =
                "The missing pods are created at the next attempt, which may take some minutes.";

        /** The cause behind the API server's message. */
        public static CreateRefused of(String message) {
            return Stream.of(Refuser.values())
                    .flatMap(kind -> kind.mark.matcher(message).results().map(found -> {
                        // Names of pods differ with each attempt.
                        String name = kind == Refuser.OTHER ? message.replaceAll("\"[^\"]*\"", "...") : found.group(1);
                        return new CreateRefused(kind, name);
                    }))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void explain(ExplanationBuilder it) {
            List<KubeObject> workloads = it.objects().stream()
                    .filter(object -> Kind.of(object).filter(Kind::isWorkload).isPresent())
                    .toList();
            List<ObjectRef> owners = workloads.stream()
                    .map(one -> it.view().rootOwner(one).ref())
                    .distinct()
                    .toList();
            it.error(kind.reason)
                    .symptom(Wording.names(owners) + " " + Wording.agree(owners.size(), "does")
                            + " not have all of the pods that " + (owners.size() == 1 ? "it needs." : "they need."))
                    .cause(kind.cause.replace("NAME", by));
            for (KubeObject one : workloads.subList(0, Math.min(2, workloads.size()))) {
                it.evidence(
                        one.ref() + ": wants " + one.text("spec", "replicas").orElse("some") + ", has created "
                                + one.number("status", "replicas"));
                Optional<KubeObject> event = it.cluster().lastWarning(one, "FailedCreate");
                it.event(one, event).conditions(event.isPresent() ? List.of() : List.of(one), "ReplicaFailure", 1);
            }
            switch (kind) {
                case QUOTA -> quota(it, workloads.get(0));
                case WEBHOOK_DENIED -> it.fix("Change the manifest as the webhook's message says", "", SOON);
                case WEBHOOK_FAILED ->
                    it.fix(
                            "Restore the webhook's server, or delete the webhook's configuration if it is not needed",
                            it.kubectl("get validatingwebhookconfigurations,mutatingwebhookconfigurations"),
                            SOON);
                case OTHER -> it.fix("Fix what the message says in the manifest of " + Wording.names(owners));
            }
        }

        private void quota(ExplanationBuilder it, KubeObject workload) {
            Optional<KubeObject> quota = it.view()
                    .find(ObjectRef.namespaced(
                            "v1", "ResourceQuota", workload.namespace().orElse("default"), by));
            it.evidence(quota.stream().flatMap(object -> Stream.of("hard", "used")
                            .map(part -> Evidence.field(
                                    object.ref(), "status." + part, Tree.map(object.tree(), "status", part)))))
                    .fix(
                            "Raise the quota, or ask for fewer pods",
                            it.kubectl(
                                    workload.namespace(),
                                    quota.flatMap(object -> morePods(object, workload))
                                            .orElse("edit resourcequota " + by)),
                            SOON);
        }

        /** A quota of pods with room for those that are missing. */
        private static Optional<String> morePods(KubeObject quota, KubeObject workload) {
            long missing = workload.text("spec", "replicas").map(Long::valueOf).orElse(1L)
                    - workload.number("status", "replicas");
            return quota.text("status", "used", "pods")
                    .filter(used -> quota.text("status", "hard", "pods").isPresent() && used.matches("[0-9]{1,9}"))
                    .map(used ->
                            "patch resourcequota " + quota.name() + " --type=merge -p '{\"spec\":{\"hard\":{\"pods\":\""
                                    + (Long.parseLong(used) + missing) + "\"}}}'");
        }
    }

    /** A Service has no endpoints to send requests to, perhaps because a workload is scaled to zero. */
    public record NoEndpoints(ObjectRef service, Why why, Optional<ObjectRef> scaledDown) implements Cause {
        /** What it lacks. */
        public enum Why {
            NO_PODS,
            NOT_READY,
            NO_PORT,
            SCALED_TO_ZERO
        }

        @Override
        public Set<String> concludesFromAbsence() {
            return Set.of("Pod");
        }

        @Override
        public void explain(ExplanationBuilder it) {
            KubeObject object = it.first();
            List<Pod> pods = it.view().podsOf(object);
            it.error("NO_ENDPOINTS")
                    .symptom(service
                            + (why == Why.NO_PORT
                                    ? " has a port without an endpoint."
                                    : " has no endpoints, so it does not answer."))
                    .evidence(Evidence.field(service, "spec.selector", object.texts("spec", "selector")))
                    .evidence("pods with these labels in namespace "
                            + service.namespace().orElse("default") + ": " + pods.size());
            switch (why) {
                case SCALED_TO_ZERO ->
                    scaledDown.flatMap(it.view()::find).ifPresent(workload -> {
                        it.cause(workload.ref() + " would provide its pods, but it is scaled to 0.")
                                .evidence(Evidence.field(workload.ref(), "spec.replicas", 0));
                        ScaledToZero.fix(it, workload);
                    });
                case NO_PODS -> noPods(it, object);
                case NO_PORT -> {
                    Set<String> names = new TreeSet<>(portNames(pods));
                    it.cause("Its targetPort " + Wording.names(missingPorts(object, pods))
                                    + " is not the name of a port of its pods.")
                            .evidence("names of ports that the pods have: " + Wording.namesOrNone(names))
                            .fix("Fix targetPort of the Service, or name the containerPort in the pods' template");
                }
                case NOT_READY ->
                    it.cause("None of the pods that it selects is ready.")
                            .conditions(pods.stream().map(Pod::object).toList(), "Ready", 3)
                            .fix(
                                    "Find out why",
                                    it.lab().explain("pod/" + pods.get(0).name()));
            }
        }

        private void noPods(ExplanationBuilder it, KubeObject object) {
            String namespace = service.namespace().orElse("default");
            List<Pod> pods = it.view().pods(namespace, Map.of());
            for (String key : object.texts("spec", "selector").keySet()) {
                Set<String> values = new TreeSet<>();
                pods.forEach(pod ->
                        Optional.ofNullable(pod.object().labels().get(key)).ifPresent(values::add));
                it.evidence("labels " + key + " of the pods there: " + Wording.namesOrNone(values));
            }
            it.cause("No pod has the labels of its selector.")
                    .fix(
                            "Make spec.selector of the Service and the labels of the pods' template the same",
                            it.kubectl(service.namespace(), "get pods --show-labels"));
        }

        /** The names of target ports that no container of the pods has. */
        public static Set<String> missingPorts(KubeObject service, List<Pod> pods) {
            Set<String> missing = new LinkedHashSet<>();
            service.list("spec", "ports").forEach(port -> Tree.text(port, "targetPort")
                    .filter(name -> !name.matches("[0-9]+"))
                    .ifPresent(missing::add));
            missing.removeAll(portNames(pods));
            return missing;
        }

        private static Collection<String> portNames(List<Pod> pods) {
            return pods.stream()
                    .flatMap(pod -> pod.object().list("spec", "containers").stream())
                    .flatMap(container -> Tree.list(container, "ports").stream())
                    .flatMap(port -> Tree.text(port, "name").stream())
                    .toList();
        }
    }
}
