package dev.labctl.process;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats an argv as one line that gives the same argv when pasted into a POSIX shell or zsh. For display only: labctl starts
 * programs without a shell.
 */
public final class ShellWords {
    /** An equals sign is not safe at the start of a word, where zsh expands it. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+:,./=-]*");

    private ShellWords() {}

    /** The complete line. */
    public static String join(String program, List<String> arguments) {
        return Stream.concat(Stream.of(program), arguments.stream())
                .map(ShellWords::quote)
                .collect(Collectors.joining(" "));
    }

    /** One word, quoted if necessary. */
    public static String quote(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
