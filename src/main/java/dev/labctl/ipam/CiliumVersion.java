package dev.labctl.ipam;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Cilium. The rules of this package, and the texts, are those of 1.18; what is known of other versions it says itself.
 *
 * @param text without a leading {@code v}
 */
public record CiliumVersion(String text, int major, int minor) {
    /** The stable word for what is to be known of another version. */
    public static final String REASON = "VERSION_RULES";

    /** Semantic versioning 2.0.0 without build metadata: three numbers without leading zeros, and a pre-release. */
    private static final Pattern FORM = Pattern.compile(
            "v?((0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(?:0|[1-9][0-9]{0,8})(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)");

    private static final int MAJOR = 1;

    /** The minor version whose rules these are. */
    private static final int RULES = 18;

    /** CiliumNodes and pools have had the same fields since this minor version. */
    private static final int OLDEST = 14;

    /** The first minor version of which differences are known. */
    private static final int DIFFERENT = 20;

    /** Reads a version, with or without a leading {@code v}; empty where the text is none. */
    public static Optional<CiliumVersion> read(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new CiliumVersion(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    /** What has to be known of predictions and explanations for this version; empty where the rules are its own. */
    public Optional<String> caveat() {
        if (major == MAJOR && minor == RULES) {
            return Optional.empty();
        }
        if (isBefore(OLDEST)) {
            return Optional.of("Cilium " + text + " is older than " + MAJOR + "." + OLDEST
                    + ": what is shown of its addresses may be wrong.");
        }
        return Optional.of(
                "Cilium " + text + ": the rules and texts by which labctl plans, rehearses and explains are those of "
                        + MAJOR + "." + RULES + ", so numbers may differ and a cause may go by another text."
                        + (isBefore(DIFFERENT)
                                ? ""
                                : " Since " + MAJOR + "." + DIFFERENT
                                        + ", pools of mode multi-pool can select pods and use their first and last addresses, and mode"
                                        + " eni allocates as multi-pool does."));
    }

    private boolean isBefore(int other) {
        return major < MAJOR || (major == MAJOR && minor < other);
    }
}
