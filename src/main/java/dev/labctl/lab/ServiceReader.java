package dev.labctl.lab;

import static dev.labctl.lab.ExpectationFields.cidrs;
import static dev.labctl.lab.ExpectationFields.families;
import static dev.labctl.lab.ExpectationFields.family;
import static dev.labctl.lab.ExpectationFields.labels;
import static dev.labctl.lab.ExpectationFields.range;

import dev.labctl.ipam.Family;
import dev.labctl.lab.Expectation.Answer;
import dev.labctl.yaml.Fields;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the expectation of a Service. */
final class ServiceReader {
    private static final int OK = 200;

    /** It becomes an argument of a command, so it must not contain blanks or look like an option. */
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*");

    private final Problems problems;

    ServiceReader(Problems problems) {
        this.problems = problems;
    }

    Expectation.Service read(Fields fields) {
        List<Answer> answers = new ArrayList<>();
        for (YamlNode item : fields.items("answers")) {
            Fields.of(item, "an answer", problems).flatMap(this::answer).ifPresent(answers::add);
        }
        return new Expectation.Service(
                fields.text("namespace").orElse("default"),
                fields.requiredText("name").orElse(""),
                families(fields, "families"),
                cidrs(fields, "clusterIPs"),
                range(fields, "endpoints"),
                answers);
    }

    private Optional<Answer> answer(Fields fields) {
        Map<String, String> from = fields.requiredText("from")
                .map(text -> labels(text, fields, "from"))
                .orElse(Map.of());
        Optional<Family> family = fields.text("family").flatMap(word -> family(word, fields, "family"));
        boolean http = fields.has("http");
        boolean dns = fields.has("dns");
        OptionalInt status = fields.count("status");
        fields.nothingElse();
        if (http == dns) {
            problems.add(fields.position(), "an answer needs either `http` or `dns`");
            return Optional.empty();
        }
        if (dns && status.isPresent()) {
            fields.problem("status", "`status` requires `http`");
        }
        return http
                ? fields.requiredText("http").map(url -> http(from, url, status, family, fields))
                : fields.requiredText("dns").map(name -> dns(from, name, family, fields));
    }

    private static Answer http(
            Map<String, String> from, String url, OptionalInt status, Optional<Family> family, Fields fields) {
        matches(URL, url, "http", "a URL such as http://web.default.svc.cluster.local/", fields);
        if (status.isPresent() && (status.getAsInt() < 100 || status.getAsInt() > 599)) {
            fields.problem("status", "`status` must be between 100 and 599");
        }
        return new Expectation.Http(from, url, status.orElse(OK), family);
    }

    private static Answer dns(Map<String, String> from, String name, Optional<Family> family, Fields fields) {
        matches(NAME, name, "dns", "a name such as web.default.svc.cluster.local", fields);
        return new Expectation.Dns(from, name, family);
    }

    private static void matches(Pattern pattern, String text, String key, String what, Fields fields) {
        if (!pattern.matcher(text).matches()) {
            fields.problem(key, "`" + key + "` must be " + what);
        }
    }
}
