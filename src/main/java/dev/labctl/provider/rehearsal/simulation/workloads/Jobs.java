package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the pods of each Job to their end, which is always a good one (Kubernetes {@code pkg/controller/job}). */
public final class Jobs extends WorkloadController {
    private final VirtualClock time;

    public Jobs(VirtualClock time, ObjectStore store, PodControl podControl) {
        super("batch/v1", "Job", store, podControl);
        this.time = time;
    }

    @Override
    void reconcile(KubeObject job) {
        if (job.conditionTrue("Complete")) {
            return;
        }
        if (job.text("spec", "suspend").filter("true"::equals).isPresent()) {
            podControl().owned(job).staying().stream()
                    .filter(SimulatedPod::live)
                    .forEach(podControl()::delete);
            setStatus(job, Tree.of("conditions", List.of(condition("Suspended", "JobSuspended", "Job suspended"))));
            return;
        }
        long completions = job.text("spec", "completions").map(Long::valueOf).orElse(1L);
        long parallelism = job.text("spec", "parallelism").map(Long::valueOf).orElse(1L);
        long done = done(job);
        long active = active(job);
        TemplateRevision template = podControl()
                .template(
                        job,
                        "",
                        Map.of(
                                "batch.kubernetes.io/job-name",
                                job.name(),
                                "job-name",
                                job.name(),
                                "batch.kubernetes.io/controller-uid",
                                job.uid()));
        for (long missing = Math.min(parallelism, completions - done) - active; missing > 0; missing--) {
            podControl().create(job.name(), template);
        }
        status(job, done(job), active(job), completions);
    }

    private long done(KubeObject job) {
        return podControl().owned(job).members().stream()
                .filter(pod -> pod.stage() == SimulatedPod.Stage.SUCCEEDED)
                .count();
    }

    private long active(KubeObject job) {
        return podControl().owned(job).staying().stream()
                .filter(SimulatedPod::live)
                .count();
    }

    private void status(KubeObject job, long done, long active, long completions) {
        List<Object> conditions = new ArrayList<>();
        if (done >= completions) {
            String message = "Reached expected number of succeeded pods";
            conditions.add(condition("SuccessCriteriaMet", "CompletionsReached", message));
            conditions.add(condition("Complete", "CompletionsReached", message));
        }
        setStatus(
                job,
                Tree.of(
                        "startTime", job.text("status", "startTime").orElse(time.now()),
                        "active", active == 0 ? null : active,
                        "ready", (long) podControl().owned(job).ready(),
                        "succeeded", done == 0 ? null : done,
                        "completionTime", done >= completions ? time.now() : null,
                        "conditions", conditions.isEmpty() ? null : conditions));
    }

    private Map<String, Object> condition(String type, String reason, String message) {
        return Tree.of(
                "type", type,
                "status", "True",
                "lastTransitionTime", time.now(),
                "reason", reason,
                "message", message);
    }
}
