package dev.labctl.verify;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation.Partial;
import dev.labctl.tree.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds single objects against what is expected of them. */
final class ObjectCheck {
    private static final Set<String> NAMES = Set.of("apiVersion", "kind", "metadata.name", "metadata.namespace");

    private final Partial expected;
    private final VerificationContext scene;
    private final Findings findings = new Findings();

    private ObjectCheck(Partial expected, VerificationContext scene) {
        this.expected = expected;
        this.scene = scene;
    }

    static Findings present(Partial expected, VerificationContext scene) {
        ObjectCheck judge = new ObjectCheck(expected, scene);
        judge.present();
        return judge.findings;
    }

    static Findings absent(Partial expected, VerificationContext scene) {
        ObjectCheck judge = new ObjectCheck(expected, scene);
        judge.absent();
        return judge.findings;
    }

    private Optional<KubeObject> find() {
        return scene.seen().named(expected.kind(), expected.name()).stream()
                .filter(object -> object.apiVersion().equals(expected.apiVersion()))
                .filter(object -> object.namespace().isEmpty()
                        || object.namespace().get().equals(expected.namespace().orElse("default")))
                .findFirst();
    }

    private void present() {
        Optional<KubeObject> found = find();
        if (found.isEmpty()) {
            missing();
            return;
        }
        KubeObject object = found.get();
        if (object.deleting()) {
            findings.broken("it is being deleted", object.ref());
            return;
        }
        Optional<PartialMatch.Difference> difference = PartialMatch.of(expected.tree(), object.tree());
        if (difference.isEmpty()) {
            findings.holds("it is so");
        } else if (scene.own().contains(object.ref())
                && !difference.get().path().startsWith("status")) {
            findings.broken(difference.get().words(), object.ref());
        } else {
            findings.notYet(difference.get().words(), object.ref());
        }
    }

    private void missing() {
        String namespace = expected.namespace().orElse("default");
        ObjectRef ref = new ObjectRef(expected.apiVersion(), expected.kind(), expected.namespace(), expected.name());
        if (scene.own().contains(ref) || scene.own().contains(ref.in(namespace))) {
            findings.broken("it is not there: `labctl apply` makes it", ref);
        } else if (expected.namespace().isPresent()
                && scene.seen().find(VerificationContext.namespace(namespace)).isEmpty()) {
            findings.broken("there is no namespace " + namespace, VerificationContext.namespace(namespace));
        } else {
            findings.notYet("it is not there", ref);
        }
    }

    private void absent() {
        Optional<KubeObject> found = find();
        if (found.isEmpty()) {
            findings.holds("it is not there");
        } else if (found.get().deleting()) {
            findings.notYet("it is being deleted", found.get().ref());
        } else {
            findings.broken("it is there", found.get().ref());
        }
    }

    /** What must be seen, in a few words. */
    static String words(Partial object) {
        String parts = Tree.leaves(object.tree()).entrySet().stream()
                .filter(leaf -> !NAMES.contains(leaf.getKey()))
                .map(leaf -> leaf.getKey() + ": " + leaf.getValue())
                .collect(Collectors.joining(", "));
        return name(object) + (parts.isEmpty() ? " is there" : " with " + parts);
    }

    /** The name of an object, as it is said to a reader. */
    static String name(Partial object) {
        return new ObjectRef(object.apiVersion(), object.kind(), object.namespace(), object.name()).toString();
    }
}
