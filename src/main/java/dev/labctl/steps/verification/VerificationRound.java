package dev.labctl.steps.verification;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observer;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Expectation.Partial;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabState;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.time.Deadline;
import dev.labctl.verify.Question;
import dev.labctl.verify.Reply;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.VerificationContext;
import dev.labctl.verify.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The verdicts of the last look at a cluster, and the looks that lead to them. */
final class VerificationRound {
    private final LabState state;
    private final KubeApi api;
    private final Deadline deadline;
    private final List<Expectation> expectations;
    private final List<ObjectRef> named;
    private final Set<ObjectRef> own;
    private List<Verdict> verdicts = List.of();
    private Map<Question, Reply> replies = Map.of();

    VerificationRound(Lab lab, LabState state, KubeApi api, Deadline deadline) {
        this.state = state;
        this.api = api;
        this.deadline = deadline;
        this.expectations = Verifier.of(state, lab.description().expectations());
        this.named = expectations.stream()
                .flatMap(expectation -> partial(expectation.check()).stream())
                .map(object ->
                        LabObjects.ref(object.apiVersion(), object.kind(), object.namespace(), object.name(), api))
                .toList();
        this.own = Set.copyOf(LabObjects.refs(lab, api));
    }

    /** The objects that expectations name: those of kinds that nobody looks at otherwise have to be asked for. */
    private static Optional<Partial> partial(Expectation.Check check) {
        if (check instanceof Expectation.Present present) {
            return Optional.of(present.object());
        }
        return check instanceof Expectation.Absent absent ? Optional.of(absent.object()) : Optional.empty();
    }

    /** None before the first look. */
    List<Verdict> verdicts() {
        return verdicts;
    }

    /** Looks once: at all objects first, and then lets those pods ask whose Services could answer. */
    ObjectStatus look() {
        Observation seen = Observer.look(api, deadline.time().now(), named);
        VerificationContext scene = VerificationContext.of(seen, state, own);
        replies = new ConnectivityProbe(api, deadline).ask(Verifier.questions(expectations, scene), seen, replies);
        verdicts = Verifier.judge(expectations, scene.with(replies));
        return Verifier.status(verdicts);
    }
}
