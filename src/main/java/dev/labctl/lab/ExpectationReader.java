package dev.labctl.lab;

import dev.labctl.yaml.Fields;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the expectations of {@code lab.yaml}, each with what is checked under the one key that says of what kind it is. */
final class ExpectationReader {
    private final List<Expectation.Kind> kinds;

    ExpectationReader(List<Expectation.Kind> kinds) {
        this.kinds = kinds.stream()
                .sorted(Comparator.comparing(Expectation.Kind::key))
                .toList();
    }

    /** Empty, with the problem noted, where there is none. */
    Optional<Expectation> read(Fields fields) {
        String says = fields.requiredText("says").orElse("");
        Optional<String> healed = fields.text("healed");
        String hint = fields.text("hint").orElse("").strip();
        Optional<LabState> only = fields.choice("only", List.of("fault", "healthy"))
                .map(word -> LabState.valueOf(word.toUpperCase(Locale.ROOT)));
        List<Expectation.Kind> given =
                kinds.stream().filter(kind -> fields.has(kind.key())).toList();
        fields.nothingElse();
        if (given.size() != 1) {
            String what = given.isEmpty() ? "none is here" : keys(given, " and ") + " are here";
            fields.problem("exactly one of " + keys(kinds, ", ") + " is needed; " + what);
            return Optional.empty();
        }
        Expectation.Kind kind = given.get(0);
        fields.require(kind.key());
        return fields.fields(kind.key())
                .flatMap(kind.reader())
                .map(check -> new Expectation(says, healed, hint, only, check));
    }

    private static String keys(List<Expectation.Kind> kinds, String separator) {
        return kinds.stream().map(Expectation.Kind::key).collect(Collectors.joining(separator));
    }
}
