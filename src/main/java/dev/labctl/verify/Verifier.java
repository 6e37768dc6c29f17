package dev.labctl.verify;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Expectation.Absent;
import dev.labctl.lab.Expectation.Answer;
import dev.labctl.lab.Expectation.Check;
import dev.labctl.lab.Expectation.Cilium;
import dev.labctl.lab.Expectation.Event;
import dev.labctl.lab.Expectation.Nodes;
import dev.labctl.lab.Expectation.Pods;
import dev.labctl.lab.Expectation.Present;
import dev.labctl.lab.Expectation.Service;
import dev.labctl.lab.LabState;
import dev.labctl.verify.Verdict.Outcome;
import java.util.List;
import java.util.Optional;

/** From what the book says and what is there to verdicts. */
public final class Verifier {
    private Verifier() {}

    /** The expectations that are about a state of the lab, as they are said of it. */
    public static List<Expectation> of(LabState state, List<Expectation> all) {
        return all.stream()
                .filter(expectation ->
                        expectation.only().filter(other -> other != state).isEmpty())
                .map(expectation -> expectation.in(state))
                .toList();
    }

    /** A verdict for each expectation, in their order. */
    public static List<Verdict> judge(List<Expectation> expectations, VerificationContext scene) {
        return expectations.stream().map(one -> judge(one, scene)).toList();
    }

    private static Verdict judge(Expectation expectation, VerificationContext scene) {
        Findings findings = findings(expectation.check(), scene);
        return new Verdict(
                expectation,
                findings.outcome(),
                expected(expectation.check(), scene.state()),
                findings.seen(),
                findings.about());
    }

    private static Findings findings(Check check, VerificationContext scene) {
        if (check instanceof Nodes nodes) {
            return NodesCheck.judge(nodes, scene);
        } else if (check instanceof Cilium cilium) {
            return CiliumCheck.judge(cilium, scene);
        } else if (check instanceof Pods pods) {
            return PodsCheck.judge(pods, scene);
        } else if (check instanceof Service service) {
            return ServiceCheck.judge(service, scene);
        } else if (check instanceof Present present) {
            return ObjectCheck.present(present.object(), scene);
        } else if (check instanceof Absent absent) {
            return ObjectCheck.absent(absent.object(), scene);
        }
        return event((Event) check, scene.seen());
    }

    private static String expected(Check check, LabState state) {
        if (check instanceof Nodes nodes) {
            return NodesCheck.words(nodes);
        } else if (check instanceof Cilium cilium) {
            return CiliumCheck.words(cilium);
        } else if (check instanceof Pods pods) {
            return PodsCheck.words(pods, state);
        } else if (check instanceof Service service) {
            return ServiceCheck.words(service);
        } else if (check instanceof Present present) {
            return ObjectCheck.words(present.object());
        } else if (check instanceof Absent absent) {
            return ObjectCheck.name(absent.object()) + " is not there";
        }
        Event event = (Event) check;
        return "event " + event.reason() + (event.text().isEmpty() ? "" : ": " + event.text());
    }

    private static Findings event(Event expected, Observation seen) {
        long times = seen.list("Event").stream()
                .filter(event ->
                        event.namespace().filter(expected.namespace()::equals).isPresent())
                .filter(event ->
                        event.text("reason").filter(expected.reason()::equals).isPresent())
                .filter(event -> event.text("message").orElse("").contains(expected.text()))
                .count();
        Findings findings = new Findings();
        return times == 0
                ? findings.notYet("no such event")
                : findings.holds(times == 1 ? "1 such event" : times + " such events");
    }

    /** What pods are to ask now: nothing of a Service that could not answer anyway. */
    public static List<Question> questions(List<Expectation> expectations, VerificationContext scene) {
        return expectations.stream()
                .map(Expectation::check)
                .filter(Service.class::isInstance)
                .flatMap(check -> ServiceCheck.questions((Service) check, scene).stream())
                .distinct()
                .toList();
    }

    /** The pod that asks, a ready one. */
    public static Optional<KubeObject> asking(Observation seen, String namespace, Answer answer) {
        return seen.pods(namespace, answer.from()).stream()
                .filter(pod -> !pod.deleting() && pod.conditionTrue("Ready"))
                .findFirst();
    }

    /** Where all of them stand together: a broken one is a failure at once. */
    public static ObjectStatus status(List<Verdict> verdicts) {
        Optional<Verdict> broken =
                verdicts.stream().filter(one -> one.outcome() == Outcome.BROKEN).findFirst();
        if (broken.isPresent()) {
            return new ObjectStatus.Failed(broken.get().seen());
        }
        return verdicts.stream()
                .filter(one -> one.outcome() == Outcome.NOT_YET)
                .findFirst()
                .<ObjectStatus>map(late -> new ObjectStatus.InProgress(late.seen()))
                .orElse(ObjectStatus.CURRENT);
    }
}
