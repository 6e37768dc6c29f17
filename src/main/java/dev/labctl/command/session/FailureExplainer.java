package dev.labctl.command.session;

import dev.labctl.explain.Explainer;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.report.Report;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Observes the cluster once more after a step has failed, for the cause of the failure. */
final class FailureExplainer {
    /** The command's own time may be over. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** A command that took its time is not to go on for as long again where the API server is what is slow. */
    private static final Duration AFTER_DEADLINE = Duration.ofSeconds(5);

    /** How many causes are shown: more would hide the failure. */
    private static final int SHOWN = 2;

    /** Failures in a cluster, not of a request: the cluster may show their causes. */
    private static final Set<Reason> EXPLAINED = EnumSet.of(
            Reason.OBJECT_FAILED,
            Reason.OBJECT_REFUSED,
            Reason.CILIUM_NOT_READY,
            Reason.NODE_CIDR_EXHAUSTED,
            Reason.SUBNET_EXHAUSTED,
            Reason.AWS_ACCESS_DENIED,
            Reason.EXPECTATION_FAILED,
            Reason.DEADLINE_PASSED);

    private FailureExplainer() {}

    /**
     * The report with the causes of its failure; unchanged where the cluster cannot be observed, or tells of none.
     *
     * @param session in which the step failed
     * @param facts of the cluster's lab
     */
    static Report explain(Report report, Session session, LabFacts facts) {
        if (report.failure().filter(FailureExplainer::mayBeExplained).isEmpty()) {
            return report;
        }
        Failure failure = report.failure().orElseThrow();
        return observe(session)
                .map(observation ->
                        explain(report, () -> ownFirst(ClusterIndex.of(observation, facts), failure.message())))
                .orElse(report);
    }

    /** The errors of the objects that a failure names, and of their parts, then all others. */
    static List<Explanation> ownFirst(ClusterIndex cluster, String failure) {
        Set<ObjectRef> own = cluster.view().observation().objects().stream()
                .filter(object -> isNamed(object, failure))
                .flatMap(object -> Explainer.about(cluster, object.ref()).stream())
                .flatMap(explanation -> explanation.about().stream())
                .collect(Collectors.toSet());
        Predicate<Explanation> first = explanation -> explanation.severity() == Severity.ERROR
                && explanation.about().stream().anyMatch(own::contains);
        return Explainer.all(cluster).stream()
                .sorted(Comparator.comparing(explanation -> !first.test(explanation)))
                .toList();
    }

    /** Problems of pods name them without their namespace. */
    private static boolean isNamed(KubeObject object, String text) {
        return Stream.of(object.ref().toString(), object.kind() + " " + object.name())
                .filter(text::contains)
                .anyMatch(name -> Pattern.compile(Pattern.quote(name) + "(?![\\w/-]|\\.\\w)")
                        .matcher(text)
                        .find());
    }

    static boolean mayBeExplained(Failure failure) {
        return EXPLAINED.contains(failure.reason());
    }

    /** The first explanations; what passes by itself is not the cause of a failure. */
    static List<Explanation> causes(List<Explanation> all) {
        return all.stream()
                .filter(explanation -> explanation.severity() != Severity.NOTE)
                .limit(SHOWN)
                .toList();
    }

    /** A defect of the explanation surfaces, with the failure that came first as its suppressed exception. */
    static Report explain(Report report, Supplier<List<Explanation>> explanations) {
        List<Explanation> causes;
        try {
            causes = causes(explanations.get());
        } catch (RuntimeException defect) {
            report.failure().ifPresent(failure -> defect.addSuppressed(failure.asException()));
            throw defect;
        }
        return causes.isEmpty() ? report : report.withCauses(causes);
    }

    /** Empty where the cluster does not answer: the reader is to hear of the failure that came first. */
    private static Optional<Observation> observe(Session session) {
        Deadline command = session.deadline();
        Deadline deadline = Deadline.in(command.passed() ? AFTER_DEADLINE : TIMEOUT, command.time());
        Operation operation = session.operation().with(deadline);
        try {
            KubeApi api =
                    session.provider().connect(session.cluster(), operation).api();
            return Optional.of(Observing.read(api, deadline.time().now(), List.of()));
        } catch (FailureException | ApiException e) {
            return Optional.empty();
        }
    }
}
