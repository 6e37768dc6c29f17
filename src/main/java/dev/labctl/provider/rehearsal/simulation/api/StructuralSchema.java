package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the API server checks of a custom resource by the schema of its definition, after the types: what is required, and the
 * bounds of values (Kubernetes {@code apiextensions-apiserver/pkg/apiserver/validation}). Pure.
 */
final class StructuralSchema {
    private final List<String> problems = new ArrayList<>();

    private StructuralSchema() {}

    /** What is wrong with an object, in the server's words. */
    static List<String> problems(Map<String, Object> schema, Map<String, Object> object) {
        StructuralSchema checked = new StructuralSchema();
        checked.visit(schema, object, "");
        return checked.problems;
    }

    private void invalid(String path, String value, String why) {
        problems.add(path + ": Invalid value: " + value + ": " + path + " in body " + why);
    }

    private void visit(Map<String, Object> schema, Object value, String path) {
        alternatives(schema, value, path);
        if (value == null) {
            if (!Tree.flag(schema, "nullable").orElse(false)) {
                type(path, "null", Tree.text(schema, "type").orElse("object"));
            }
        } else if (value instanceof Map<?, ?> map) {
            object(schema, map, path);
        } else if (value instanceof List<?> list) {
            array(schema, list, path);
        } else if (value instanceof Number number) {
            number(schema, number, path);
        } else {
            text(schema, String.valueOf(value), path);
        }
    }

    private void type(String path, String got, String expected) {
        invalid(path, "\"" + got + "\"", "must be of type " + expected + ": \"" + got + "\"");
    }

    private void object(Map<String, Object> schema, Map<?, ?> map, String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        Tree.list(schema, "required").stream()
                .filter(name -> !map.containsKey(name))
                .forEach(name -> problems.add(prefix + name + ": Required value"));
        map.forEach((name, value) -> {
            boolean own =
                    path.isEmpty() && List.of("apiVersion", "kind", "metadata").contains(name);
            if (!own) {
                ApiTypes.field(schema, String.valueOf(name)).ifPresent(field -> visit(field, value, prefix + name));
            }
        });
    }

    private void array(Map<String, Object> schema, List<?> list, String path) {
        Tree.number(schema, "minItems")
                .filter(least -> list.size() < least)
                .ifPresent(least ->
                        invalid(path, Integer.toString(list.size()), "should have at least " + least + " items"));
        Tree.number(schema, "maxItems")
                .filter(most -> list.size() > most)
                .ifPresent(most ->
                        problems.add(path + ": Too many: " + list.size() + ": must have at most " + most + " items"));
        Map<String, Object> items = ApiTypes.resolved(Tree.map(schema, "items"));
        for (int i = 0; i < list.size(); i++) {
            visit(items, list.get(i), path + "[" + i + "]");
        }
    }

    private void number(Map<String, Object> schema, Number number, String path) {
        if (Tree.has(schema, "integer", "type") && number.doubleValue() % 1 != 0) {
            type(path, "number", "integer");
            return;
        }
        if (Tree.has(schema, "string", "type")) {
            type(path, "int64", Tree.text(schema, "format").orElse("string"));
            return;
        }
        String shown = GoText.plain(number);
        bound(schema, "minimum")
                .filter(least -> number.doubleValue() < least)
                .ifPresent(least -> invalid(path, shown, "should be greater than or equal to " + GoText.plain(least)));
        bound(schema, "maximum")
                .filter(most -> number.doubleValue() > most)
                .ifPresent(most -> invalid(path, shown, "should be less than or equal to " + GoText.plain(most)));
        choice(schema, shown, shown, path);
    }

    private static Optional<Double> bound(Map<String, Object> schema, String name) {
        return Tree.at(schema, name).filter(Number.class::isInstance).map(value -> ((Number) value).doubleValue());
    }

    private void text(Map<String, Object> schema, String text, String path) {
        String quoted = GoText.quoted(text);
        int length = text.codePointCount(0, text.length());
        Tree.number(schema, "minLength")
                .filter(least -> length < least)
                .ifPresent(least -> invalid(path, quoted, "should be at least " + least + " chars long"));
        Tree.number(schema, "maxLength")
                .filter(most -> length > most)
                .ifPresent(most -> problems.add(path + ": Too long: may not be more than " + most + " bytes"));
        Tree.text(schema, "pattern")
                .filter(pattern -> !Pattern.compile(pattern).matcher(text).find())
                .ifPresent(pattern -> invalid(path, quoted, "should match '" + pattern + "'"));
        Tree.text(schema, "format")
                .filter(format -> !fits(format, text))
                .ifPresent(format -> invalid(path, quoted, "must be of type " + format + ": " + quoted));
        choice(schema, text, quoted, path);
    }

    private static boolean fits(String format, String text) {
        return switch (format) {
            case "cidr" -> Cidr.readMasked(text).isPresent();
            case "ipv4", "ipv6" ->
                IpAddress.read(text)
                        .filter(ip -> ip.family().key().equals(format))
                        .isPresent();
            case "date-time" -> Tree.time(Map.of("at", text), "at").isPresent();
            default -> true;
        };
    }

    private void choice(Map<String, Object> schema, String text, String shown, String path) {
        List<String> choices =
                Tree.list(schema, "enum").stream().map(String::valueOf).toList();
        if (!choices.isEmpty() && !choices.contains(text)) {
            problems.add(path + ": Unsupported value: " + shown + ": supported values: "
                    + choices.stream().map(GoText::quoted).collect(Collectors.joining(", ")));
        }
    }

    private void alternatives(Map<String, Object> schema, Object value, String path) {
        List<Object> one = Tree.list(schema, "oneOf");
        List<List<String>> answers = answers(one, value, path);
        long valid = answers.stream().filter(List::isEmpty).count();
        if (!one.isEmpty() && valid != 1) {
            alternative(
                    path,
                    "one and only one schema (oneOf). Found "
                            + (valid == 0 ? "none valid" : valid + " valid alternatives"));
            if (valid == 0) {
                problems.addAll(answers.get(0));
            }
        }
        List<List<String>> any = answers(Tree.list(schema, "anyOf"), value, path);
        if (!any.isEmpty() && any.stream().noneMatch(List::isEmpty)) {
            alternative(path, "at least one schema (anyOf)");
            problems.addAll(any.get(0));
        }
        answers(Tree.list(schema, "allOf"), value, path).forEach(problems::addAll);
    }

    private void alternative(String path, String why) {
        problems.add("<nil>: Invalid value: \"\": \"" + path + "\" must validate " + why);
    }

    private static List<List<String>> answers(List<Object> schemas, Object value, String path) {
        return schemas.stream()
                .map(schema -> {
                    StructuralSchema checked = new StructuralSchema();
                    checked.visit(Tree.map(schema), value, path);
                    return checked.problems;
                })
                .toList();
    }
}
