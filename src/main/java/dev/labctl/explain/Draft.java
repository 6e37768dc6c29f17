package dev.labctl.explain;

import dev.labctl.explain.Explanation.Advice;
import dev.labctl.explain.Explanation.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An explanation that is being written. */
final class Draft {
    private final Severity severity;
    private final String reason;
    private final AffectedObjects victims;
    private String symptom = "";
    private String cause = "";
    private final List<String> evidence = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();

    private Draft(Severity severity, String reason, AffectedObjects victims) {
        this.severity = severity;
        this.reason = reason;
        this.victims = victims;
    }

    static Draft error(String reason, AffectedObjects victims) {
        return new Draft(Severity.ERROR, reason, victims);
    }

    static Draft of(Severity severity, String reason, AffectedObjects victims) {
        return new Draft(severity, reason, victims);
    }

    Draft symptom(String words) {
        symptom = words;
        return this;
    }

    Draft cause(String words) {
        cause = words;
        return this;
    }

    /** One more thing that it is concluded from; a blank one is none. */
    Draft evidence(String line) {
        if (!line.isBlank()) {
            evidence.add(line);
        }
        return this;
    }

    Draft evidence(Optional<String> line) {
        line.ifPresent(this::evidence);
        return this;
    }

    Draft evidence(Stream<String> lines) {
        lines.forEach(this::evidence);
        return this;
    }

    Draft advise(String what, String how, String then) {
        advice.add(new Advice(what, how, then));
        return this;
    }

    Draft advise(String what, String how) {
        return advise(what, how, "");
    }

    /** The same, as one of two ways if there is one already; the words go on with "or". */
    Draft otherwise(String what, String how, String then) {
        return advise(advice.isEmpty() ? AffectedObjects.capital(what) : "Or " + what, how, then);
    }

    Explanation done() {
        return new Explanation(severity, reason, victims.refs(), symptom, cause, evidence, advice);
    }
}
