package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the pods of each Job to their end, which is always a good one (Kubernetes {@code pkg/controller/job}). */
public final class Jobs extends WorkloadController {
    private final Kernel kernel;

    public Jobs(Kernel kernel, Pods pods, Kubelet kubelet) {
        super("batch/v1", "Job", kernel, pods, kubelet);
        this.kernel = kernel;
    }

    @Override
    protected void reconcile(KubeObject job) {
        if (job.conditionTrue("Complete")) {
            return;
        }
        if (job.has("true", "spec", "suspend")) {
            active(job).forEach(this::delete);
            Object suspended = kernel.condition("Suspended", true, "JobSuspended", "Job suspended");
            setStatus(job, Tree.of("conditions", List.of(suspended)));
            return;
        }
        long completions = Tree.number(job.tree(), "spec", "completions").orElse(1L);
        long parallelism = Tree.number(job.tree(), "spec", "parallelism").orElse(1L);
        Map<String, String> labels = Map.of(
                "batch.kubernetes.io/job-name", job.name(),
                "job-name", job.name(),
                "batch.kubernetes.io/controller-uid", job.uid());
        TemplateRevision template = template(job, "", labels);
        long missing =
                Math.min(parallelism, completions - done(job)) - active(job).size();
        for (; missing > 0; missing--) {
            create(job.name(), template);
        }
        status(job, done(job), active(job).size(), completions);
    }

    private long done(KubeObject job) {
        return owned(job).members().stream()
                .filter(pod -> pod.stage() == SimulatedPod.Stage.SUCCEEDED)
                .count();
    }

    private List<SimulatedPod> active(KubeObject job) {
        return owned(job).staying().stream().filter(SimulatedPod::live).toList();
    }

    private void status(KubeObject job, long done, long active, long completions) {
        List<Object> conditions = new ArrayList<>();
        if (done >= completions) {
            String message = "Reached expected number of succeeded pods";
            conditions.add(kernel.condition("SuccessCriteriaMet", true, "CompletionsReached", message));
            conditions.add(kernel.condition("Complete", true, "CompletionsReached", message));
        }
        String now = kernel.time().now();
        setStatus(
                job,
                Tree.of(
                        "startTime", job.text("status", "startTime").orElse(now),
                        "active", active == 0 ? null : active,
                        "ready", (long) owned(job).ready(),
                        "succeeded", done == 0 ? null : done,
                        "completionTime", done >= completions ? now : null,
                        "conditions", conditions.isEmpty() ? null : conditions));
    }
}
