package dev.labctl.lab;

import dev.labctl.lab.LabDescription.Needs;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads {@code lab.yaml}. Its format is published as {@code lab.schema.json}; a test keeps the schema and this reader
 * equivalent. A schema validator at run time would add a tenth of a second to every command.
 */
record LabFileReader(List<Expectation.Kind> kinds, Problems problems) {
    private static final int LONGEST_TITLE = 60;

    LabFileReader {
        kinds = kinds.stream()
                .sorted(Comparator.comparing(Expectation.Kind::key))
                .toList();
    }

    LabDescription read(YamlNode document, LabRef ref) {
        LabDescription undescribed = LabDescription.undescribed(ref);
        return Fields.of(document, "lab.yaml", problems)
                .map(fields -> read(fields, undescribed))
                .orElse(undescribed);
    }

    private LabDescription read(Fields fields, LabDescription undescribed) {
        String title = fields.requiredText("title").orElse(undescribed.title());
        if (title.length() > LONGEST_TITLE) {
            fields.problem("title", "`title` is longer than " + LONGEST_TITLE + " characters");
        }
        LabDescription description = new LabDescription(
                title,
                fields.text("summary").orElse("").strip(),
                fields.choice("provider", ProviderKind.class).orElse(ProviderKind.KIND),
                fields.fields("needs").map(LabFileReader::needs).orElse(Needs.NOTHING),
                fields.mappings("expectations", "an expectation").stream()
                        .flatMap(expectation -> expectation(expectation).stream())
                        .toList());
        fields.nothingElse();
        return description;
    }

    private static Needs needs(Fields fields) {
        Needs needs = new Needs(fields.flag("ipv6").orElse(false), fields.count("memoryGiB"));
        fields.nothingElse();
        return needs;
    }

    /** What is checked is under the one key that says of what kind it is. */
    private Optional<Expectation> expectation(Fields fields) {
        String says = fields.requiredText("says").orElse("");
        Optional<String> healed = fields.text("healed");
        String hint = fields.text("hint").orElse("").strip();
        Optional<LabState> only = fields.choice("only", LabState.class);
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
