package dev.labctl.command;

import dev.labctl.command.Workbench.Work;
import dev.labctl.explain.Explainer;
import dev.labctl.explain.Targets;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observer;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.report.ExplainView;
import dev.labctl.report.Report;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import java.util.List;
import java.util.Optional;

/** The command that says why something is not as it should be. */
public final class Explaining {
    private final Workbench bench;

    Explaining(Workbench bench) {
        this.bench = bench;
    }

    /**
     * Explains; to look is no failure, whatever is seen.
     *
     * @param target kind and name, or a name; empty for everything
     * @param namespace of the target; empty for wherever it is
     */
    public Report explain(Request request, Optional<String> target, Optional<String> namespace) {
        return bench.run(request, session -> {
            Managed made =
                    Planner.made(request.cluster(), session.provider().inspect(request.cluster(), session.activity()));
            LabRef ref = made.record().lab();
            return new Work(Optional.of(ref), Plan.of(), open -> view(request, open, ref, target, namespace), "");
        });
    }

    private ExplainView view(
            Request request, Session session, LabRef ref, Optional<String> target, Optional<String> namespace) {
        Observation seen =
                Observer.look(session.api(), session.deadline().time().now(), List.of());
        Optional<ObjectRef> object = target.map(words -> Targets.find(seen, words, namespace));
        return new ExplainView(
                object,
                object.map(meant -> Explainer.about(seen, bench.knowledge(request, session, Optional.of(ref)), meant))
                        .orElseGet(() -> Explainer.all(seen, bench.knowledge(request, session, Optional.of(ref)))));
    }
}
