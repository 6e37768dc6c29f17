package dev.labctl.verify;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabState;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An object that is there and has at least what is written here, or one that is not there.
 *
 * @param ref as written; without a namespace for an object of the cluster, or one of the namespace default
 * @param tree all that is written
 */
record ObjectCheck(ObjectRef ref, Map<String, Object> tree, boolean present) implements Check {
    private static final Set<String> NAMES = Set.of("apiVersion", "kind", "metadata.name", "metadata.namespace");

    static Optional<Check> read(Fields fields, boolean present) {
        Optional<String> apiVersion = fields.requiredText("apiVersion");
        Optional<String> kind = fields.requiredText("kind");
        if (kind.filter("Secret"::equals).isPresent()) {
            fields.problem("kind", "labctl reads no Secrets");
        }
        fields.require("metadata");
        Optional<Fields> metadata = fields.fields("metadata");
        Optional<String> name = metadata.flatMap(own -> own.requiredText("name"));
        Optional<String> namespace = metadata.flatMap(own -> own.text("namespace"));
        if (!present) {
            metadata.ifPresent(Fields::nothingElse);
            fields.nothingElse();
        }
        if (apiVersion.isEmpty() || kind.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        ObjectRef ref = new ObjectRef(apiVersion.get(), kind.get(), namespace, name.get());
        return Optional.of(new ObjectCheck(ref, fields.tree(), present));
    }

    @Override
    public Optional<ObjectRef> object() {
        return Optional.of(ref);
    }

    @Override
    public void check(VerificationContext context, Findings findings) {
        Optional<KubeObject> found = context.cluster().observation().findWritten(ref);
        if (found.filter(KubeObject::deleting).isPresent()) {
            findings.add(
                    present ? Verdict.Outcome.BROKEN : Verdict.Outcome.NOT_YET,
                    "it is being deleted",
                    found.get().ref());
        } else if (!present) {
            found.ifPresentOrElse(
                    object -> findings.broken("it is there", object.ref()), () -> findings.holds("it is not there"));
        } else {
            found.ifPresentOrElse(object -> compare(object, context, findings), () -> missing(context, findings));
        }
    }

    private void compare(KubeObject object, VerificationContext context, Findings findings) {
        Optional<String> difference = PartialMatch.difference(tree, object.tree());
        if (difference.isEmpty()) {
            findings.holds("it matches");
        } else if (context.own().contains(object.ref()) && !difference.get().startsWith("status")) {
            findings.broken(difference.get(), object.ref());
        } else {
            findings.notYet(difference.get(), object.ref());
        }
    }

    private void missing(VerificationContext context, Findings findings) {
        if (context.own().contains(ref)
                || context.own().contains(ref.in(ref.namespace().orElse("default")))) {
            findings.broken("it is not there: run `labctl apply`", ref);
        } else if (ref.namespace().isPresent()
                && !context.hasNamespace(ref.namespace().get(), findings)) {
            return;
        } else {
            findings.notYet("it is not there", ref);
        }
    }

    @Override
    public String expected(LabState state) {
        if (!present) {
            return ref + " is not there";
        }
        String parts = Tree.leaves(tree).entrySet().stream()
                .filter(leaf -> !NAMES.contains(leaf.getKey()))
                .map(leaf -> leaf.getKey() + ": " + leaf.getValue())
                .collect(Collectors.joining(", "));
        return ref + (parts.isEmpty() ? " is there" : " with " + parts);
    }
}
