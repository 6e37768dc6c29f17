package dev.labctl.verify;

import dev.labctl.lab.Expectation.Kind;
import dev.labctl.yaml.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The kinds of expectations that a {@code lab.yaml} may have. Each is a {@link Check} in a file of its own. */
public final class ExpectationKinds {
    public static final List<Kind> ALL = List.of(
            kind("nodes", NodesCheck::read),
            kind("cilium", CiliumCheck::read),
            kind("pods", PodsCheck::read),
            kind("service", ServiceCheck::read),
            new Kind("object", fields -> ObjectCheck.read(fields, true)),
            new Kind("absent", fields -> ObjectCheck.read(fields, false)),
            kind("event", EventCheck::read));

    private ExpectationKinds() {}

    /** A kind that has no other fields than those that its reader asks for. */
    private static Kind kind(String key, Function<Fields, Check> reader) {
        return new Kind(key, fields -> {
            Check check = reader.apply(fields);
            fields.nothingElse();
            return Optional.of(check);
        });
    }
}
