package dev.labctl.process;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes an argv as one line that a reader can paste into a POSIX shell, or zsh, and that gives the same argv there.
 * For showing only: labctl itself starts programs without a shell.
 */
public final class ShellWords {
    /** Not at the beginning of a word: an equals sign, which zsh expands there. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./=-]*");

    private ShellWords() {}

    /** The whole line. */
    public static String join(String program, List<String> arguments) {
        return Stream.concat(Stream.of(program), arguments.stream())
                .map(ShellWords::quote)
                .collect(Collectors.joining(" "));
    }

    /** One word, quoted only if it has to be. */
    public static String quote(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
