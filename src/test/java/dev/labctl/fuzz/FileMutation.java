package dev.labctl.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Changes one place of a YAML file: most times of its documents, otherwise of its text. */
final class FileMutation {
    private static final List<String> SCRAPS = List.of(
            "\u001b[2J",
            "\u0000",
            "\t",
            "\r",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\ud800",
            "*a",
            "&a",
            "<<: {}",
            "!!str",
            "? ",
            "- ",
            ": ",
            "{",
            "]",
            "\"",
            "|",
            "---\n",
            "...",
            "#",
            "'",
            "\n");

    private FileMutation() {}

    static String of(String text, Random random) {
        List<Object> documents = documents(text);
        return documents.isEmpty() || random.nextInt(8) == 0 ? text(text, random) : tree(documents, random);
    }

    /** Those that have something in them; none where the text is no YAML, as after an earlier change. */
    private static List<Object> documents(String text) {
        List<Object> documents = new ArrayList<>();
        try {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
                if ((document instanceof Map<?, ?> map && !map.isEmpty())
                        || (document instanceof List<?> list && !list.isEmpty())) {
                    documents.add(document);
                }
            }
            return documents;
        } catch (YAMLException e) {
            return List.of();
        }
    }

    private static String tree(List<Object> documents, Random random) {
        int which = random.nextInt(documents.size());
        documents.set(which, TreeMutation.of(documents.get(which), random));
        DumperOptions options = new DumperOptions();
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dumpAll(documents.iterator());
    }

    /** The same for the text alone. */
    static String text(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        int column = random.nextInt(line.length() + 1);
        String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, line);
            case 2 -> lines.set(at, " ".repeat(random.nextInt(4)) + line);
            case 3 -> lines.set(at, line.substring(0, column));
            case 4 -> lines.subList(at, lines.size()).clear();
            default -> lines.set(at, line.substring(0, column) + scrap + line.substring(column));
        }
        return String.join("\n", lines);
    }
}
