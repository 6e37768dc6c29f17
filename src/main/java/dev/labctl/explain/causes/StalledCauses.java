package dev.labctl.explain.causes;

import dev.labctl.cluster.EndlessWaits;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.kubernetes.ObjectRef;
import java.util.Optional;

/** Causes in workloads whose controllers have stopped to work on them: nothing changes until someone changes the object. */
public final class StalledCauses {
    private StalledCauses() {}

    /** A Deployment does not roll out its template, because its manifest or {@code kubectl rollout pause} says so. */
    public record DeploymentPaused(ObjectRef deployment) implements Cause {
        /** The cause, for a Deployment that is paused before all of its pods have its template. */
        public static Optional<Cause> of(KubeObject object) {
            return EndlessWaits.isUnfinished(object)
                    ? Optional.of(new DeploymentPaused(object.ref()))
                    : Optional.empty();
        }

        @Override
        public void explain(ExplanationBuilder it) {
            KubeObject object = it.first();
            it.error("DEPLOYMENT_PAUSED")
                    .symptom(deployment + " does not have all of the pods that it needs.")
                    .cause("It is paused: its controller creates no pods of its template until it is resumed.")
                    .evidence(Evidence.field(deployment, "spec.paused", true))
                    .evidence(Evidence.field(
                            deployment, "status.updatedReplicas", object.number("status", "updatedReplicas")))
                    .fix(
                            "Resume it, and remove spec.paused from its manifest",
                            it.kubectl(deployment.namespace(), "rollout resume " + LabFacts.argument(deployment)));
        }
    }

    /** A Job has given up: as often as {@code backoffLimit} allows its pods failed, or its time is over. */
    public record JobFailed(ObjectRef job) implements Cause {
        /** The cause, for a Job with the condition Failed. */
        public static Optional<Cause> of(KubeObject object) {
            return object.condition("Failed").filter(Condition::isTrue).map(condition -> new JobFailed(object.ref()));
        }

        @Override
        public void explain(ExplanationBuilder it) {
            String reason =
                    it.first().condition("Failed").map(Condition::reason).orElse("");
            it.error("JOB_FAILED")
                    .symptom(job + " has failed, and creates no more pods.")
                    .cause(
                            switch (reason) {
                                case "BackoffLimitExceeded" ->
                                    "Its pods failed more often than spec.backoffLimit allows.";
                                case "DeadlineExceeded" -> "It took longer than spec.activeDeadlineSeconds.";
                                default -> "Its condition says why.";
                            })
                    .conditions(it.objects(), "Failed", 1)
                    .fix(
                            "Read what its pods say",
                            it.kubectl(job.namespace(), "logs " + LabFacts.argument(job) + " --all-pods --tail=20"))
                    .fix(
                            "Correct its manifest, then delete it and apply it again: a Job does not start again",
                            it.kubectl(job.namespace(), "delete " + LabFacts.argument(job)));
        }
    }
}
