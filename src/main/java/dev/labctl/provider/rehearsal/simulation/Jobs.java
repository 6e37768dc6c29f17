package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the pods of each Job to their end, which is always a good one (Kubernetes {@code pkg/controller/job}). */
final class Jobs extends WorkloadController {
    private final VirtualClock time;

    Jobs(VirtualClock time, ObjectStore store, Workforce workforce) {
        super("batch/v1", "Job", store, workforce);
        this.time = time;
    }

    @Override
    void reconcile(KubeObject job) {
        if (job.conditionTrue("Complete")) {
            return;
        }
        if (job.text("spec", "suspend").filter("true"::equals).isPresent()) {
            workforce().owned(job).staying().stream().filter(Pod::live).forEach(workforce()::delete);
            setStatus(job, Trees.of("conditions", List.of(condition("Suspended", "JobSuspended", "Job suspended"))));
            return;
        }
        long completions = job.text("spec", "completions").map(Long::valueOf).orElse(1L);
        long parallelism = job.text("spec", "parallelism").map(Long::valueOf).orElse(1L);
        long done = done(job);
        long active = active(job);
        PodTemplate template = workforce()
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
            workforce().create(job.name(), template);
        }
        status(job, done(job), active(job), completions);
    }

    private long done(KubeObject job) {
        return workforce().owned(job).members().stream()
                .filter(pod -> pod.stage == Pod.Stage.SUCCEEDED)
                .count();
    }

    private long active(KubeObject job) {
        return workforce().owned(job).staying().stream().filter(Pod::live).count();
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
                Trees.of(
                        "startTime", job.text("status", "startTime").orElse(time.now()),
                        "active", active == 0 ? null : active,
                        "ready", (long) workforce().owned(job).ready(),
                        "succeeded", done == 0 ? null : done,
                        "completionTime", done >= completions ? time.now() : null,
                        "conditions", conditions.isEmpty() ? null : conditions));
    }

    private Map<String, Object> condition(String type, String reason, String message) {
        return Trees.of(
                "type", type,
                "status", "True",
                "lastTransitionTime", time.now(),
                "reason", reason,
                "message", message);
    }
}
