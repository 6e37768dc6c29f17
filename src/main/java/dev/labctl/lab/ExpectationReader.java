package dev.labctl.lab;

import static dev.labctl.lab.ExpectationFields.cidrs;
import static dev.labctl.lab.ExpectationFields.families;
import static dev.labctl.lab.ExpectationFields.labels;
import static dev.labctl.lab.ExpectationFields.range;

import dev.labctl.ipam.Family;
import dev.labctl.lab.Expectation.Addresses;
import dev.labctl.lab.Expectation.Addresses.Home;
import dev.labctl.lab.Expectation.Check;
import dev.labctl.lab.Expectation.Label;
import dev.labctl.lab.Expectation.Partial;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads the expectations of {@code lab.yaml}, each with what must be seen under the one key that says of what kind it is. */
final class ExpectationReader {
    private static final Set<String> KINDS =
            new TreeSet<>(Set.of("nodes", "cilium", "pods", "service", "object", "absent", "event"));
    private static final Map<String, Home> HOMES = Map.of("block", Home.BLOCK, "podCIDR", Home.POD_CIDR);

    private final Problems problems;

    ExpectationReader(Problems problems) {
        this.problems = problems;
    }

    /** The expectation at a node; empty, with the problem noted, where there is none. */
    Optional<Expectation> read(YamlNode item) {
        return Fields.of(item, "an expectation", problems).flatMap(this::expectation);
    }

    private Optional<Expectation> expectation(Fields fields) {
        String says = fields.requiredText("says").orElse("");
        Optional<String> healed = fields.text("healed");
        String hint = fields.text("hint").orElse("").strip();
        Optional<LabState> only = fields.choice("only", List.of("fault", "healthy"))
                .map(word -> LabState.valueOf(word.toUpperCase(Locale.ROOT)));
        List<String> given = KINDS.stream().filter(fields::has).toList();
        fields.nothingElse();
        if (given.size() != 1) {
            String what = given.isEmpty() ? "none is here" : String.join(" and ", given) + " are here";
            problems.add(fields.position(), "exactly one of " + String.join(", ", KINDS) + " is needed; " + what);
            return Optional.empty();
        }
        String kind = given.get(0);
        fields.require(kind);
        return fields.fields(kind)
                .flatMap(content -> check(kind, content))
                .map(check -> new Expectation(says, healed, hint, only, check));
    }

    private Optional<Check> check(String kind, Fields fields) {
        Optional<Check> check =
                switch (kind) {
                    case "nodes" -> Optional.of(nodes(fields));
                    case "cilium" -> Optional.of(cilium(fields));
                    case "pods" -> Optional.of(pods(fields));
                    case "service" -> Optional.of(new ServiceReader(problems).read(fields));
                    case "event" -> Optional.of(event(fields));
                    case "object" -> partial(fields, true).map(Expectation.Present::new);
                    default -> partial(fields, false).map(Expectation.Absent::new);
                };
        if (!kind.equals("object")) {
            fields.nothingElse();
        }
        return check;
    }

    private static Check nodes(Fields fields) {
        fields.require("ready");
        Range ready = range(fields, "ready").orElse(Range.exactly(0));
        return new Expectation.Nodes(ready, Set.copyOf(families(fields, "families")));
    }

    private static Check cilium(Fields fields) {
        return new Expectation.Cilium(fields.text("ipam"), fields.text("version"), fields.texts("config"));
    }

    private static Check pods(Fields fields) {
        Map<String, String> selector = fields.requiredText("selector")
                .map(text -> labels(text, fields, "selector"))
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
        return new Expectation.Pods(
                fields.text("namespace").orElse("default"),
                selector,
                running,
                stuck,
                because,
                fields.text("onNodes").map(text -> nodeLabels(text, fields)).orElse(List.of()),
                spread(fields),
                fields.fields("addresses").map(ExpectationReader::addresses).orElse(Addresses.ANY));
    }

    private static OptionalInt spread(Fields fields) {
        OptionalInt spread = fields.count("spread");
        if (spread.isPresent() && spread.getAsInt() == 0) {
            fields.problem("spread", "`spread` must be at least 1");
        }
        return spread;
    }

    /** As those of pods, and a key alone for any value of it. */
    private static List<Label> nodeLabels(String text, Fields fields) {
        return List.of(text.split(",", -1)).stream()
                .map(part -> {
                    if (!part.contains("=") && !part.isBlank() && !part.contains("!")) {
                        return new Label(part.strip(), Optional.empty());
                    }
                    return labels(part, fields, "onNodes").entrySet().stream()
                            .findFirst()
                            .map(label -> new Label(label.getKey(), Optional.of(label.getValue())))
                            .orElse(new Label("", Optional.empty()));
                })
                .toList();
    }

    private static Addresses addresses(Fields fields) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        families.addAll(families(fields, "families"));
        Addresses addresses = new Addresses(
                families,
                fields.choice("in", List.of("block", "podCIDR")).map(HOMES::get),
                fields.choice("notIn", List.of("podCIDR")).map(HOMES::get),
                fields.text("pool"),
                cidrs(fields, "cidrs"));
        fields.nothingElse();
        return addresses;
    }

    private static Check event(Fields fields) {
        return new Expectation.Event(
                fields.text("namespace").orElse("default"),
                fields.requiredText("reason").orElse(""),
                fields.text("text").orElse(""));
    }

    /**
     * An object by its name.
     *
     * @param more whether more may be said of it
     */
    private static Optional<Partial> partial(Fields fields, boolean more) {
        Optional<String> apiVersion = fields.requiredText("apiVersion");
        Optional<String> kind = fields.requiredText("kind");
        if (kind.filter("Secret"::equals).isPresent()) {
            fields.problem("kind", "labctl reads no Secrets");
        }
        fields.require("metadata");
        Optional<Fields> metadata = fields.fields("metadata");
        Optional<String> name = metadata.flatMap(own -> own.requiredText("name"));
        Optional<String> namespace = metadata.flatMap(own -> own.text("namespace"));
        if (!more) {
            metadata.ifPresent(Fields::nothingElse);
        }
        if (apiVersion.isEmpty() || kind.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Partial(apiVersion.get(), kind.get(), namespace, name.get(), fields.tree()));
    }
}
