package dev.labctl.verify;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.verify.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found for one expectation, part by part; the worst part decides. */
final class Findings {
    /** Of more findings the reader sees the number alone. */
    private static final int MOST_SHOWN = 2;

    private final List<Finding> found = new ArrayList<>();

    private record Finding(Outcome outcome, String seen, List<ObjectRef> about) {}

    /** Something that is as expected; the words may be empty where they add nothing. */
    Findings holds(String seen) {
        return add(Outcome.HOLDS, seen);
    }

    Findings notYet(String seen, ObjectRef... about) {
        return add(Outcome.NOT_YET, seen, about);
    }

    Findings broken(String seen, ObjectRef... about) {
        return add(Outcome.BROKEN, seen, about);
    }

    Findings add(Outcome outcome, String seen, ObjectRef... about) {
        found.add(new Finding(outcome, seen, List.of(about)));
        return this;
    }

    Outcome outcome() {
        return found.stream()
                .map(Finding::outcome)
                .reduce((one, other) -> one.worseThan(other) ? one : other)
                .orElse(Outcome.HOLDS);
    }

    boolean hold() {
        return outcome() == Outcome.HOLDS;
    }

    /** What is wrong; what is right where nothing is wrong. */
    String seen() {
        List<String> all = of(outcome())
                .map(Finding::seen)
                .filter(words -> !words.isEmpty())
                .distinct()
                .toList();
        if (hold()) {
            return String.join(", ", all);
        }
        String more = all.size() > MOST_SHOWN ? "; and " + (all.size() - MOST_SHOWN) + " more" : "";
        return all.stream().limit(MOST_SHOWN).collect(Collectors.joining("; ")) + more;
    }

    /** The objects that the worst findings are about. */
    List<ObjectRef> about() {
        return hold()
                ? List.of()
                : of(outcome())
                        .flatMap(finding -> finding.about().stream())
                        .distinct()
                        .toList();
    }

    private Stream<Finding> of(Outcome outcome) {
        return found.stream().filter(finding -> finding.outcome() == outcome);
    }
}
