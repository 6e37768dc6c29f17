package dev.labctl.failure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Numbers, lists and verbs in English sentences. */
public final class Wording {
    /** How many items of a list are named. */
    private static final int NAMED = 5;

    private Wording() {}

    /** {@code a, b and c}; of a long list the first items, and how many more there are. */
    public static String names(Collection<?> names) {
        List<String> words = names.stream().map(String::valueOf).toList();
        if (words.size() > NAMED + 1) {
            return String.join(", ", words.subList(0, NAMED)) + " and " + grouped(words.size() - NAMED) + " more";
        }
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    /** The same; {@code none} where there is nothing to name. */
    public static String namesOrNone(Collection<?> names) {
        return names.isEmpty() ? "none" : names(names);
    }

    /** {@code 1 pod}, {@code 5,000 pods}. */
    public static String counted(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : thing.endsWith("ss") ? "es" : "s");
    }

    /** {@code 5,000}. */
    public static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code none}, {@code 5,000}. */
    public static String orNone(long count) {
        return count == 0 ? "none" : grouped(count);
    }

    public static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** A predicate for that many subjects, given the one for a single subject, such as {@code has no node}. */
    public static String agree(int count, String predicate) {
        if (count == 1) {
            return predicate;
        }
        String verb = predicate.replaceAll(" .*", "");
        String plural =
                switch (verb) {
                    case "is" -> "are";
                    case "has" -> "have";
                    case "does" -> "do";
                    default -> verb.substring(0, verb.length() - 1);
                };
        return plural + predicate.substring(verb.length());
    }
}
