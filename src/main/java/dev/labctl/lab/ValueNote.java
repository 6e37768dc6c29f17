package dev.labctl.lab;

import dev.labctl.ipam.CiliumVersion;
import dev.labctl.yaml.Position;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is wrong with one of Cilium's Helm values.
 *
 * @param verdict what Helm or Cilium does
 * @param fix what to write instead; may be empty
 */
public record ValueNote(Position position, Verdict verdict, String message, String fix) {
    /** What becomes of a value. */
    public enum Verdict {
        /** Helm refuses the values for it. */
        REFUSED,
        /** Cilium ignores the value. */
        IGNORED,
        /** That is so with the chart that labctl knows; the values are for another one. */
        OF_ANOTHER_CHART
    }

    public boolean refused() {
        return verdict == Verdict.REFUSED;
    }

    /** The same of values for another version. */
    ValueNote forVersion(CiliumVersion other) {
        return new ValueNote(
                position,
                Verdict.OF_ANOTHER_CHART,
                message + " (according to the chart of " + ChartKey.version() + "; labctl does not know that of "
                        + other.text() + ")",
                fix);
    }

    /** The notes on values that options set, and no file. */
    static List<ValueNote> of(Map<String, Object> values, String option) {
        Position position = new Position(Path.of(option), 0, 0);
        return YamlNode.of(values, position) instanceof YamlNode.Mapping mapping ? ValueCheck.of(mapping) : List.of();
    }

    /** The message and the fix in one line. */
    String sentence() {
        if (fix.isEmpty()) {
            return message;
        }
        return message + ": " + fix.substring(0, 1).toLowerCase(Locale.ROOT)
                + fix.substring(1).replaceAll("\\.$", "");
    }

    /** The message with the file's name and the line. */
    public String located() {
        String line = position.line() == 0 ? "" : ":" + position.line();
        return position.file().getFileName() + line + ": " + message;
    }
}
