package dev.labctl.output.text;

import dev.labctl.redaction.EscapeSequences;
import java.util.regex.Pattern;

/**
 * Text that came from a file, a cluster or a tool, as it may stand on a terminal: nothing in it moves the cursor, changes
 * colours, or changes the order of the characters beside it (the bidirectional controls of Unicode).
 */
public final class Printable {
    /** The characters without a form of their own, apart from those that join letters, and from line breaks and tabs. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t\\u200C\\u200D]]");

    private Printable() {}

    /** Whether the text can be shown as it is. */
    public static boolean is(String text) {
        return !CONTROLS.matcher(text).find();
    }

    /** The text without escape sequences, with line breaks of Windows as line breaks, and with a question mark for any other control character. */
    public static String of(String text) {
        return is(text)
                ? text
                : CONTROLS.matcher(EscapeSequences.removed(text).replace("\r\n", "\n"))
                        .replaceAll("?");
    }

    /** A JSON document in which these characters are escaped; outside of its texts it has none. */
    public static String json(String document) {
        return CONTROLS.matcher(document).replaceAll(match -> {
            StringBuilder escaped = new StringBuilder();
            match.group().chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
            return escaped.toString();
        });
    }
}
