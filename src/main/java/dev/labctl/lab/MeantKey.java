package dev.labctl.lab;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the key of the chart that is meant by one that the chart does not have. */
final class MeantKey {
    /** Keys of more places than these, such as {@code enabled}, tell nothing. */
    private static final int FEW = 2;

    private MeantKey() {}

    /**
     * The advice to use another key; empty if none is similar.
     *
     * @param path that the chart does not have
     * @param parent the known key above it
     */
    static Optional<String> advice(String path, ChartKey parent) {
        int dot = path.lastIndexOf('.');
        String above = path.substring(0, dot + 1);
        String name = path.substring(dot + 1);
        List<String> all = ChartKey.root().paths();
        return few(all.stream().filter(known -> endsWith(known, path)).toList())
                .or(() ->
                        few(all.stream().filter(known -> endsWith(known, name)).toList()))
                .or(() -> Nearest.to(name, parent.keys().keySet()).stream()
                        .map(sibling -> above + sibling)
                        .findFirst())
                .map(keys -> "Use " + keys + ".");
    }

    /** Whether a known path ends with these keys, however they are spelled: {@code multi-pool} is {@code multiPool}. */
    private static boolean endsWith(String known, String keys) {
        return ("." + plain(known)).endsWith("." + plain(keys));
    }

    private static String plain(String text) {
        return text.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> few(List<String> paths) {
        return paths.isEmpty() || paths.size() > FEW
                ? Optional.empty()
                : Optional.of(String.join(" or ", paths.stream().sorted().toList()));
    }
}
