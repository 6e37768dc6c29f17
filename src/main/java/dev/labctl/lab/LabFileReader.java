package dev.labctl.lab;

import dev.labctl.lab.LabDescription.Needs;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
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

    static LabDescription read(YamlNode document, LabRef ref, Problems problems) {
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
        List<Expectation> expectations = new ArrayList<>();
        ExpectationReader reader = new ExpectationReader(problems);
        for (YamlNode item : fields.items("expectations")) {
            reader.read(item).ifPresent(expectations::add);
        }
        fields.nothingElse();
        return new LabDescription(title, summary, provider, needs, expectations);
    }

    private static Needs needs(Fields fields) {
        Needs needs = new Needs(fields.flag("ipv6").orElse(false), fields.count("memoryGiB"));
        fields.nothingElse();
        return needs;
    }
}
