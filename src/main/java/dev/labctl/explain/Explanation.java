package dev.labctl.explain;

import dev.labctl.kubernetes.ObjectRef;
import java.util.List;

/**
 * Why something is not as it should be.
 *
 * @param reason a stable word for scripts, such as {@code RANGE_FULL}
 * @param about what is not as it should be; several objects where they share the cause
 * @param symptom what the reader sees, one sentence
 * @param cause what is behind it, one or two sentences
 * @param evidence what that is concluded from, in the order of the conclusion: events, statuses and numbers, quoted
 * @param advice what to do, best first; empty where there is nothing to do but wait, which the cause says then
 */
public record Explanation(
        Severity severity,
        String reason,
        List<ObjectRef> about,
        String symptom,
        String cause,
        List<String> evidence,
        List<Advice> advice) {
    /** How bad it is, worst first. */
    public enum Severity {
        /** Something does not work and will not by itself. */
        ERROR,
        /** Something may fail, or does not do what was meant. */
        WARNING,
        /** Worth knowing; it will pass by itself, or does no harm. */
        NOTE
    }

    /**
     * Something to do.
     *
     * @param what in words
     * @param how the command, or the change to values or manifest; empty where words are enough
     * @param then what follows from it; empty where that cannot be said
     */
    public record Advice(String what, String how, String then) {}

    public Explanation {
        about = List.copyOf(about);
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
    }
}
