package dev.labctl.lab;

import dev.labctl.lab.LabDescription.Needs;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads {@code lab.yaml}. Its format is published as {@code lab.schema.json}; a test keeps that schema and this reader
 * in agreement. A schema validator at run time would cost every command a tenth of a second.
 */
final class LabFileReader {
    private static final int LONGEST_TITLE = 60;

    private LabFileReader() {}

    static LabDescription read(YamlNode document, LabRef ref, Problems problems) {
        LabDescription nothing = LabDescription.undescribed(ref);
        Optional<Fields> found = Fields.of(document, "lab.yaml", problems);
        if (found.isEmpty()) {
            return nothing;
        }
        Fields fields = found.get();
        String title = fields.requiredText("title").orElse(nothing.title());
        if (title.length() > LONGEST_TITLE) {
            fields.problem("title", "`title` is longer than " + LONGEST_TITLE + " characters");
        }
        String summary = fields.text("summary").orElse("").strip();
        ProviderKind provider = fields.choice("provider", List.of("kind", "eks"))
                .map(name -> ProviderKind.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(ProviderKind.KIND);
        Needs needs = fields.fields("needs").map(LabFileReader::needs).orElse(Needs.NOTHING);
        List<Expectation> expectations = new ArrayList<>();
        for (YamlNode item : fields.items("expectations")) {
            expectation(item, problems).ifPresent(expectations::add);
        }
        fields.nothingElse();
        return new LabDescription(title, summary, provider, needs, expectations);
    }

    private static Needs needs(Fields fields) {
        Needs needs = new Needs(fields.flag("ipv6").orElse(false), fields.count("memoryGiB"));
        fields.nothingElse();
        return needs;
    }

    private static Optional<Expectation> expectation(YamlNode item, Problems problems) {
        Optional<Fields> fields = Fields.of(item, "an expectation", problems);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        String says = fields.get().requiredText("says").orElse("");
        fields.get().require("pods");
        Optional<Expectation.Pods> pods = fields.get().fields("pods").map(LabFileReader::pods);
        fields.get().nothingElse();
        return pods.map(value -> new Expectation(says, value));
    }

    private static Expectation.Pods pods(Fields fields) {
        String namespace = fields.text("namespace").orElse("default");
        Map<String, String> selector = fields.requiredText("selector")
                .map(text -> selector(text, fields))
                .orElse(Map.of());
        fields.require("running");
        Range running = range(fields, "running").orElse(Range.exactly(0));
        Range stuck = range(fields, "stuck").orElse(Range.exactly(0));
        String because = fields.text("because").orElse("");
        if (stuck.max() > 0 && because.isBlank()) {
            fields.problem("stuck", "pods that stay stuck need `because`: a part of the event's text that says why");
        }
        if (stuck.max() == 0 && !because.isBlank()) {
            fields.problem("because", "`because` goes with `stuck`");
        }
        fields.nothingElse();
        return new Expectation.Pods(namespace, selector, running, stuck, because);
    }

    /** Equality-based label selectors alone: {@code app=nginx,tier=web}. */
    private static Map<String, String> selector(String text, Fields fields) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0 || part.indexOf('=', equals + 1) >= 0 || part.contains("!")) {
                fields.problem("selector", "`selector` must be like app=nginx or app=nginx,tier=web");
                return Map.of();
            }
            labels.put(
                    part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        return labels;
    }

    private static Optional<Range> range(Fields fields, String key) {
        Optional<YamlNode> node = fields.node(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof YamlNode.Mapping)) {
            OptionalInt count = fields.count(key);
            return count.isPresent() ? Optional.of(Range.exactly(count.getAsInt())) : Optional.empty();
        }
        return fields.fields(key).flatMap(range -> {
            range.require("min");
            range.require("max");
            OptionalInt min = range.count("min");
            OptionalInt max = range.count("max");
            range.nothingElse();
            if (min.isEmpty() || max.isEmpty()) {
                return Optional.empty();
            }
            if (min.getAsInt() > max.getAsInt()) {
                range.problem("max", "`max` is less than `min`");
            }
            return Optional.of(new Range(min.getAsInt(), max.getAsInt()));
        });
    }
}
