package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.provider.rehearsal.simulation.kernel.Resources;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API server checks of fields one by one, from {@code rules.csv}: what is wrong with an object, in its words. Pure. */
final class FieldRules {
    private static final List<Row> ROWS =
            Resources.table("rules.csv").stream().map(Row::of).toList();

    /** The paths of templates, and of the specifications of pods, by kind. */
    private static final Map<String, String> TEMPLATES = Map.of(
            "Deployment", "spec.template",
            "ReplicaSet", "spec.template",
            "StatefulSet", "spec.template",
            "DaemonSet", "spec.template",
            "Job", "spec.template",
            "CronJob", "spec.jobTemplate.spec.template");

    /** A row of the table. */
    private record Row(Set<String> where, String path, String rule, String words) {
        static Row of(String[] cells) {
            return new Row(Set.of(cells[0].split(" ", -1)), cells[1], cells[2], cells[3]);
        }
    }

    /** A field that is there, or could be: its path, and its value or null. */
    private record Field(String path, Object value) {}

    private FieldRules() {}

    /** Where an object's kind has a template of pods. */
    static Optional<String> template(String kind) {
        return Optional.ofNullable(TEMPLATES.get(kind));
    }

    /** Where an object's kind has the specification of a pod. */
    static Optional<String> podSpec(String kind) {
        return kind.equals("Pod") ? Optional.of("spec") : template(kind).map(path -> path + ".spec");
    }

    /** The fields of an object's metadata, and those of its own kind. */
    static List<String> ofObject(String kind, Map<String, Object> tree) {
        List<String> problems = check("*", tree, "");
        problems.addAll(check(kind, tree, ""));
        return problems;
    }

    /** The labels and annotations of a template, whose metadata the server does not name. */
    static List<String> ofTemplate(String kind, Map<String, Object> tree) {
        return template(kind).stream()
                .flatMap(path -> {
                    Map<String, Object> metadata = Tree.map(tree, (path + ".metadata").split("\\.", -1));
                    return check("*", Map.of("metadata", metadata), path + ".").stream()
                            .map(problem -> problem.replace(path + ".metadata.", path + "."));
                })
                .toList();
    }

    /**
     * The fields of one part of an object.
     *
     * @param where of the rows, such as {@code container}
     * @param prefix the path of the part, with a dot behind it
     */
    static List<String> check(String where, Map<String, Object> tree, String prefix) {
        List<String> problems = new ArrayList<>();
        for (Row row : ROWS) {
            if (row.where().contains(where)) {
                fields(tree, Arrays.asList(row.path().split("\\.", -1)), prefix)
                        .flatMap(field -> broken(row, field).stream())
                        .forEach(problems::add);
            }
        }
        return problems;
    }

    /** The fields at a path such as {@code ports[].name}: as many as the lists on the way have items. */
    private static Stream<Field> fields(Object tree, List<String> path, String prefix) {
        String step = path.get(0).replace("[]", "");
        Object value = Tree.at(tree, step).orElse(null);
        List<Field> found = new ArrayList<>();
        if (path.get(0).endsWith("[]")) {
            List<?> items = value instanceof List<?> list ? list : List.of();
            for (int i = 0; i < items.size(); i++) {
                found.add(new Field(prefix + step + "[" + i + "]", items.get(i)));
            }
        } else {
            found.add(new Field(prefix + step, value));
        }
        List<String> rest = path.subList(1, path.size());
        return rest.isEmpty()
                ? found.stream()
                : found.stream()
                        .filter(field -> field.value() instanceof Map)
                        .flatMap(field -> fields(field.value(), rest, field.path() + "."));
    }

    private static List<String> broken(Row row, Field field) {
        Object value = field.value();
        String text = value == null ? "" : GoText.plain(value);
        return switch (row.rule()) {
            case "required" ->
                missing(value)
                        ? List.of(
                                field.path() + ": Required value" + (row.words().isEmpty() ? "" : ": " + row.words()))
                        : List.of();
            case "form" ->
                text.isEmpty() ? List.of() : invalid(field.path(), text, Formats.problems(row.words(), text));
            case "keys" -> each(value, Map.Entry::getKey, row, any -> field.path());
            case "entries" -> each(value, Map.Entry::getKey, row, key -> field.path() + "[" + key + "]");
            case "values" -> each(value, Map.Entry::getValue, row, any -> field.path());
            case "one of" -> text.isEmpty() ? List.of() : choice(field.path(), text, row);
            case "one required of" -> choice(field.path(), text, row);
            case "each of" ->
                Tree.list(Tree.of("items", value), "items").stream()
                        .flatMap(item -> choice(field.path(), String.valueOf(item), row).stream())
                        .toList();
            default -> numbers(row, field);
        };
    }

    private static List<String> numbers(Row row, Field field) {
        if (!(field.value() instanceof Number) && !row.rule().equals("above")) {
            return List.of();
        }
        double number = field.value() instanceof Number value ? value.doubleValue() : 0;
        String[] bounds = row.words().split(" ", -1);
        return switch (row.rule()) {
            case "between" ->
                number == 0 || (number >= Double.parseDouble(bounds[0]) && number <= Double.parseDouble(bounds[1]))
                        ? List.of()
                        : invalid(field, number, "must be between " + bounds[0] + " and " + bounds[1] + ", inclusive");
            case "least" ->
                number >= Double.parseDouble(bounds[0])
                        ? List.of()
                        : invalid(field, number, "must be greater than or equal to " + bounds[0]);
            case "above" -> number > 0 ? List.of() : invalid(field, number, "must be greater than " + row.words());
            case "percent" ->
                number >= 1 && number <= 100 ? List.of() : invalid(field, number, "must be in the range 1-100");
            default -> throw new IllegalArgumentException(row.rule() + " is no rule");
        };
    }

    private static boolean missing(Object value) {
        return value == null
                || value.equals("")
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Number number && number.doubleValue() == 0);
    }

    private static List<String> invalid(Field field, double number, String why) {
        return List.of(field.path() + ": Invalid value: " + GoText.plain(number) + ": " + why);
    }

    private static List<String> invalid(String path, String text, List<String> why) {
        return why.stream()
                .map(one -> path + ": Invalid value: " + GoText.quoted(text) + ": " + one)
                .toList();
    }

    private static List<String> each(
            Object map, Function<Map.Entry<String, String>, String> part, Row row, Function<String, String> path) {
        return Tree.texts(Tree.of("map", map), "map").entrySet().stream()
                .map(part)
                .flatMap(text -> invalid(path.apply(text), text, Formats.problems(row.words(), text)).stream())
                .toList();
    }

    private static List<String> choice(String path, String text, Row row) {
        List<String> words = Arrays.asList(row.words().split(" ", -1));
        return words.contains(text) ? List.of() : List.of(unsupported(path, text, words));
    }

    /** The text for a word that is none of those that a field can have. */
    static String unsupported(String path, String text, List<String> words) {
        return path + ": Unsupported value: " + GoText.quoted(text) + ": supported values: "
                + words.stream().map(GoText::quoted).collect(Collectors.joining(", "));
    }
}
