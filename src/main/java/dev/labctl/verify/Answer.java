package dev.labctl.verify;

import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.yaml.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The answer that a pod must get, and how it asks for it. */
public sealed interface Answer permits HttpAnswer, DnsAnswer {
    /** Labels of the pod that asks, in the namespace of the Service. */
    Map<String, String> from();

    /** Images have one program or the other: the commands to be tried one after the other, best first. */
    List<ProbeCommand> commands();

    /** What a run of one of these commands shows. */
    Probe.Result result(Execution run);

    /** What must be seen, in a few words. */
    String expected();

    /** The answer that is written in a {@code lab.yaml}. */
    static Optional<Answer> read(Fields fields) {
        Map<String, String> from = CheckFields.requiredLabels(fields, "from");
        Optional<Family> family = fields.text("family").flatMap(word -> CheckFields.family(word, fields, "family"));
        boolean http = fields.has("http");
        boolean dns = fields.has("dns");
        OptionalInt status = fields.count("status");
        fields.nothingElse();
        if (http == dns) {
            fields.problem("an answer needs either `http` or `dns`");
            return Optional.empty();
        }
        if (dns && status.isPresent()) {
            fields.problem("status", "`status` requires `http`");
        }
        return http ? HttpAnswer.read(from, family, status, fields) : DnsAnswer.read(from, family, fields);
    }

    /** A text that becomes an argument of a command; the reader is told what it must be. */
    static Optional<String> argument(String key, Pattern pattern, String what, Fields fields) {
        Optional<String> text = fields.requiredText(key);
        if (text.filter(pattern.asMatchPredicate().negate()).isPresent()) {
            fields.problem(key, "`" + key + "` must be " + what);
        }
        return text;
    }
}
