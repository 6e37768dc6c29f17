package dev.labctl.steps.objects;

import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Lab;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import dev.labctl.steps.objects.LabObjects.ObjectReadiness;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Waits until each object of a lab is what its spec asks for, or stuck as the lab expects it to be. */
public record AwaitObjects(Lab lab) implements Step {
    @Override
    public String name() {
        return "wait for objects";
    }

    @Override
    public boolean changesCluster() {
        return false;
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        AtomicReference<List<ObjectReadiness>> last = new AtomicReference<>(List.of());
        boolean atOnce = session.waiting().until("the lab's objects", Reason.OBJECT_FAILED, () -> {
            last.set(LabObjects.readiness(lab, LabObjects.observe(lab, api, session.now())));
            return ObjectStatus.worst(
                    last.get().stream().map(ObjectReadiness::status).toList());
        });
        int objects = last.get().size();
        int stuck = last.get().stream().mapToInt(ObjectReadiness::stuck).sum();
        String ready = Wording.counted(objects, "object") + " " + Wording.agree(objects, "is ready");
        String detail = stuck == 0
                ? ready
                : ready + "; " + Wording.counted(stuck, "pod") + " "
                        + Wording.agree(stuck, "is stuck, as the lab expects");
        return atOnce ? StepEnd.unchanged(detail) : StepEnd.done(detail);
    }
}
