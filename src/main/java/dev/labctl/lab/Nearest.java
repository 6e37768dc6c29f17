package dev.labctl.lab;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the known names that are most similar to an unknown one. */
public final class Nearest {
    private static final int MOST = 3;

    /** A word of up to this length may differ by one letter only. */
    private static final int SHORT = 4;

    private Nearest() {}

    /**
     * Up to three candidates that differ by few letters, contain the name, or are contained in it. The last level of a
     * candidate is also compared, because users remember it of a use case.
     */
    public static List<String> to(String name, Collection<String> candidates) {
        int tolerance = name.length() <= SHORT ? 1 : Math.max(2, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> contains(candidate, name) || closeness(name, candidate) <= tolerance)
                .sorted(Comparator.<String>comparingInt(candidate -> closeness(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** The question whether one of them was meant; empty where none is similar. */
    public static Optional<String> question(String name, Collection<String> candidates) {
        List<String> nearest = to(name, candidates);
        return nearest.isEmpty() ? Optional.empty() : Optional.of("Did you mean " + String.join(" or ", nearest) + "?");
    }

    private static int closeness(String name, String candidate) {
        String last = candidate.substring(candidate.lastIndexOf('/') + 1);
        return Math.min(distance(name, candidate), distance(name, last));
    }

    private static boolean contains(String candidate, String name) {
        return name.length() > 2 && (candidate.contains(name) || name.contains(candidate));
    }

    /** Levenshtein distance: the number of inserted, deleted or changed letters. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
