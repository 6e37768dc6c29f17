package dev.labctl.output.files;

import java.nio.file.Path;

/**
 * A file that the reader wants beside the report.
 *
 * @param path a new file, or one that is replaced
 */
public record OutputFile(Kind kind, Path path) {
    /** What can be written of a report. */
    public enum Kind {
        /** The picture of a plan or an address map. */
        SVG("picture"),
        /** The page of an address map. */
        HTML("page"),
        /** The verdicts of {@code verify} as CI servers read them. */
        JUNIT("JUnit report"),
        /** What a bug report needs. */
        BUNDLE("bundle");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        /** The kind in a sentence. */
        String noun() {
            return noun;
        }

        /** {@code --svg}. */
        String option() {
            return "--" + name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
