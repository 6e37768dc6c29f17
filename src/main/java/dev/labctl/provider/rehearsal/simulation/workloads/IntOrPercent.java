package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import java.util.regex.Pattern;

/** Numbers that may be given as a share of all, such as {@code maxUnavailable: 25%}. */
public final class IntOrPercent {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,3}%");

    private IntOrPercent() {}

    /** The number at a path of an object; {@code otherwise} where it has none. */
    static long of(KubeObject object, String otherwise, long all, boolean up, String... path) {
        return of(object.text(path).orElse(otherwise), all, up);
    }

    /** The number that a text stands for; one that is none of both counts as 0. */
    public static long of(String text, long all, boolean up) {
        if (NUMBER.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        if (!PERCENT.matcher(text).matches()) {
            return 0;
        }
        long hundredths = Long.parseLong(text.substring(0, text.length() - 1)) * all;
        return up ? (hundredths + 99) / 100 : hundredths / 100;
    }
}
