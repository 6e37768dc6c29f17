package dev.labctl.explain.causes;

import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;

/**
 * Why something is not as expected.
 *
 * @param reason a stable word for scripts, such as {@code RANGE_FULL}
 * @param about the affected objects; several where they share the cause
 * @param symptom what the reader sees, in one sentence
 * @param cause what causes it, in one or two sentences
 * @param evidence the events, statuses and numbers that show it, quoted, in the order of the conclusion
 * @param advice what to do, best first; empty where waiting is enough, which the cause says then
 */
public record Explanation(
        Severity severity,
        String reason,
        List<ObjectRef> about,
        String symptom,
        String cause,
        List<String> evidence,
        List<Advice> advice) {
    /** Something to do, the command or change for it, and its effect; the last two may be empty. */
    public record Advice(String what, String how, String then) {}
}
