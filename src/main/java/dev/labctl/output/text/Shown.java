package dev.labctl.output.text;

import dev.labctl.redaction.Redaction;

/**
 * The door through which all text from files, clusters and tools gets to the reader: on standard output and standard error, and
 * into pictures, pages and JUnit's XML. Documents in JSON and YAML have doors of their own, since their texts are escaped.
 */
public final class Shown {
    private Shown() {}

    /** The text as a terminal may have it, see {@link Printable}, and without secrets, see {@link Redaction}. */
    public static String of(String text) {
        return Redaction.SHOWN.text(Printable.of(text));
    }
}
