package dev.labctl.steps.objects;

import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Lab;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Waits until each object of a lab is as its spec asks for, or as the lab expects it to stay. */
public record AwaitObjects(Lab lab) implements Step {
    @Override
    public String name() {
        return "wait for objects";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        List<LabObjects.Standing> last = new ArrayList<>();
        boolean atOnce = session.waiting().until("the lab's objects", Reason.OBJECT_FAILED, () -> {
            last.clear();
            last.addAll(LabObjects.look(lab, api, session.deadline().time()));
            return worst(last);
        });
        int stuck = last.stream().mapToInt(LabObjects.Standing::stuck).sum();
        String all = last.size() == 1 ? "1 object as it should be" : last.size() + " objects as they should be";
        String detail = stuck == 0 ? all : all + "; " + stuck + " pods stuck, as the lab expects";
        return atOnce ? StepEnd.unchanged(detail) : StepEnd.done(detail);
    }

    /** A failure goes before everything else; then whatever stands first in the manifests. */
    private static ObjectStatus worst(List<LabObjects.Standing> standings) {
        Stream<ObjectStatus> failed =
                standings.stream().map(LabObjects.Standing::status).filter(ObjectStatus.Failed.class::isInstance);
        Stream<ObjectStatus> missing =
                standings.stream().map(LabObjects.Standing::status).filter(ObjectStatus.InProgress.class::isInstance);
        return Stream.concat(failed, missing).findFirst().orElse(ObjectStatus.CURRENT);
    }
}
