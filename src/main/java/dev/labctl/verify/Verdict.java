package dev.labctl.verify;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Expectation;
import java.util.List;
import java.util.Locale;

/**
 * What became of one expectation.
 *
 * @param expected what must be seen, in a few words
 * @param seen what is seen instead, or as well, in a few words
 * @param about the objects at fault, where some are: whatever explains the cluster is asked about these; empty where the
 *     expectation holds
 */
public record Verdict(Expectation expectation, Outcome outcome, String expected, String seen, List<ObjectRef> about) {
    /** From the best to the worst. */
    public enum Outcome {
        HOLDS,
        /** The cluster cannot show it, whatever it is like: a rehearsal has no traffic. */
        NOT_SHOWN,
        /** It may still come true. */
        NOT_YET,
        /** Waiting will not fix it. */
        BROKEN;

        /** As texts and JSON have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        boolean worseThan(Outcome other) {
            return compareTo(other) > 0;
        }
    }

    ObjectStatus status() {
        return switch (outcome) {
            case HOLDS, NOT_SHOWN -> ObjectStatus.CURRENT;
            case NOT_YET -> new ObjectStatus.InProgress(seen);
            case BROKEN -> new ObjectStatus.Failed(seen);
        };
    }

    /** Whether it was checked and does not hold. */
    public boolean failed() {
        return outcome.worseThan(Outcome.NOT_SHOWN);
    }
}
