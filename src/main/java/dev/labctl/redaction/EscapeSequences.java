package dev.labctl.redaction;

import java.util.regex.Pattern;

/**
 * What a terminal obeys instead of showing it (ECMA-48): colours, movements of the cursor, titles, links and clipboards, begun by
 * ESC or by the C1 character of the same meaning.
 */
public final class EscapeSequences {
    /** A control sequence. */
    private static final String SEQUENCE = "(?:\u001B\\[|\u009B)[0-?]*+[ -/]*+[@-~]";

    /** A control string (OSC, DCS, SOS, PM, APC) with its end; without one it is its beginning alone that goes. */
    private static final String STRING =
            "(?:\u001B[\\]PX^_]|[\u0090\u0098\u009D\u009E\u009F])[^\u0007\u001B\u0090\u0098\u009C-\u009F\\n]*+(?:\u0007|\u001B\\\\|\u009C)";

    /** Any other sequence, such as the choice of a set of characters. */
    private static final String SHORT = "\u001B[ -/]*+[0-~]";

    private static final Pattern ANY = Pattern.compile(SEQUENCE + "|" + STRING + "|" + SHORT);

    private EscapeSequences() {}

    /** The text without them; single control characters remain. */
    public static String removed(String text) {
        return text.indexOf('\u001B') < 0 && text.chars().noneMatch(unit -> unit >= 0x90 && unit <= 0x9F)
                ? text
                : ANY.matcher(text).replaceAll("");
    }
}
