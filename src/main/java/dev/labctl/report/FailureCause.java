package dev.labctl.report;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The causes of a step's failure: a part of its own in JSON, and lines of the failure's details for people.
 *
 * @param explanations the worst first
 */
public record FailureCause(List<Explanation> explanations) implements Result {
    /** How many explanations are shown: more would hide the failure. */
    private static final int SHOWN = 2;

    private static final int EVIDENCE = 3;

    /** Failures in a cluster, not of a request. */
    private static final Set<Reason> EXPLAINED = EnumSet.of(
            Reason.OBJECT_FAILED,
            Reason.OBJECT_REFUSED,
            Reason.CILIUM_NOT_READY,
            Reason.NODE_CIDR_EXHAUSTED,
            Reason.EXPECTATION_FAILED,
            Reason.DEADLINE_PASSED);

    /** Whether the cluster may show the cause of such a failure. */
    public static boolean mayBeExplained(Failure failure) {
        return EXPLAINED.contains(failure.reason());
    }

    /** The worst explanations; what passes by itself is not the cause of a failure. */
    public static FailureCause of(List<Explanation> all) {
        return new FailureCause(all.stream()
                .filter(explanation -> explanation.severity() != Severity.NOTE)
                .limit(SHOWN)
                .toList());
    }

    /** The causes, with what the command shows although it failed. */
    public Result beside(Result shown) {
        return shown instanceof VerifyView verdicts ? verdicts.because(this) : this;
    }

    /** The failure with its causes in its details. */
    public Failure addTo(Failure failure) {
        List<String> lines = new ArrayList<>(failure.details());
        explanations.forEach(explanation -> lines(explanation, lines));
        return failure.withDetails(lines).or("`labctl explain` shows the full explanation.");
    }

    private static void lines(Explanation explanation, List<String> lines) {
        lines.add(explanation.reason() + ": " + explanation.symptom());
        lines.add("  " + explanation.cause());
        explanation.evidence().stream().limit(EVIDENCE).forEach(line -> lines.add("  - " + line));
        explanation.advice().stream().limit(1).forEach(advice -> advice(advice, lines));
    }

    private static void advice(Advice advice, List<String> lines) {
        lines.add("  To fix it: " + advice.what() + (advice.how().isEmpty() ? "" : ":"));
        advice.how().lines().forEach(line -> lines.add("    " + line));
    }

    @Override
    public Map<String, Object> tree() {
        return explanations.isEmpty() ? Map.of() : Map.of("explanations", ExplainView.trees(explanations));
    }
}
