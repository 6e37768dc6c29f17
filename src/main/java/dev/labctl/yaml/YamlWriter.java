package dev.labctl.yaml;

import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes trees as YAML in block style, with quotes where a value would otherwise change its type. */
public final class YamlWriter {
    /** Characters that change how the text beside them is shown; only written as escapes. */
    private static final Pattern FORMAT = Pattern.compile("[\\p{Cf}\\p{Zl}\\p{Zp}]");

    private YamlWriter() {}

    public static String write(Map<String, Object> tree) {
        String text = write(tree, true);
        return FORMAT.matcher(text).find() ? write(tree, false) : text;
    }

    private static String write(Map<String, Object> tree, boolean unicode) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDereferenceAliases(true);
        // By default, a log line with colours would be written as base64.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setAllowUnicode(unicode);
        return new Yaml(options).dump(tree);
    }
}
