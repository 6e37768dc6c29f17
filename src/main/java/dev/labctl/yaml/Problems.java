package dev.labctl.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems in a lab's files, so that an author sees all of them in one run. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Position position, String message) {
        found.add(new Problem(position, message));
    }

    public void add(Problem problem) {
        found.add(problem);
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** All problems: by file, and within a file from top to bottom. */
    public List<Problem> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing((Problem p) -> p.position().file())
                        .thenComparing(p -> p.position().line())
                        .thenComparing(p -> p.position().column()))
                .toList();
    }
}
