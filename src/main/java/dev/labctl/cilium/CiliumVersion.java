package dev.labctl.cilium;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Cilium as a reader writes it. */
public final class CiliumVersion {
    private static final Pattern SYNTAX =
            Pattern.compile("v?([0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?)");

    private CiliumVersion() {}

    /**
     * The version without a leading {@code v}.
     *
     * @throws dev.labctl.failure.FailureException with {@code USAGE} where the text is no version
     */
    public static String parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new FailureException(
                    Reason.USAGE,
                    "\"" + text + "\" is not a version of Cilium",
                    "Give all three numbers, such as 1.18.2 or 1.19.0-rc.1.");
        }
        return matcher.group(1);
    }
}
