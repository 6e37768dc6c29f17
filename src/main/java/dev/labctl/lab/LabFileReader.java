package dev.labctl.lab;

import dev.labctl.lab.LabDescription.Needs;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads {@code lab.yaml}. Its format is published as {@code lab.schema.json}; a test keeps the schema and this reader
 * equivalent. A schema validator at run time would add a tenth of a second to every command.
 */
final class LabFileReader {
    private static final int LONGEST_TITLE = 60;

    private LabFileReader() {}

    static LabDescription read(YamlNode document, LabRef ref, List<Expectation.Kind> kinds, Problems problems) {
        LabDescription undescribed = LabDescription.undescribed(ref);
        Optional<Fields> found = Fields.of(document, "lab.yaml", problems);
        if (found.isEmpty()) {
            return undescribed;
        }
        Fields fields = found.get();
        String title = fields.requiredText("title").orElse(undescribed.title());
        if (title.length() > LONGEST_TITLE) {
            fields.problem("title", "`title` is longer than " + LONGEST_TITLE + " characters");
        }
        String summary = fields.text("summary").orElse("").strip();
        ProviderKind provider = fields.choice("provider", List.of("kind", "eks"))
                .map(name -> ProviderKind.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(ProviderKind.KIND);
        Needs needs = fields.fields("needs").map(LabFileReader::needs).orElse(Needs.NOTHING);
        ExpectationReader reader = new ExpectationReader(kinds);
        List<Expectation> expectations = fields.mappings("expectations", "an expectation").stream()
                .flatMap(expectation -> reader.read(expectation).stream())
                .toList();
        fields.nothingElse();
        return new LabDescription(title, summary, provider, needs, expectations);
    }

    private static Needs needs(Fields fields) {
        Needs needs = new Needs(fields.flag("ipv6").orElse(false), fields.count("memoryGiB"));
        fields.nothingElse();
        return needs;
    }
}
