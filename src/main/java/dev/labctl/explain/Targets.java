package dev.labctl.explain;

import dev.labctl.cluster.Kind;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Nearest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which object is meant, in kubectl's words: {@code pod/NAME}, {@code deploy/NAME}, or a name alone. */
public final class Targets {
    private Targets() {}

    /**
     * The object.
     *
     * @param words kind and name with a slash between them, or a name, which is looked up in the order of {@link Kind}
     * @param namespace where it is; empty for any namespace, if only one has an object of that name
     * @throws FailureException USAGE where the kind is unknown; OBJECT_UNKNOWN where there is no such object, or several
     */
    public static ObjectRef find(Observation observation, String words, Optional<String> namespace) {
        int slash = words.indexOf('/');
        List<Kind> kinds = slash < 0 ? List.of(Kind.values()) : List.of(kind(words.substring(0, slash)));
        String name = words.substring(slash + 1);
        for (Kind kind : kinds) {
            List<KubeObject> found = in(namespace, observation.named(kind.kind(), name));
            if (!found.isEmpty()) {
                return only(found, kind, name).ref();
            }
        }
        throw unknown(observation, kinds, name, namespace);
    }

    private static List<KubeObject> in(Optional<String> namespace, List<KubeObject> objects) {
        return objects.stream()
                .filter(object -> namespace.isEmpty()
                        || object.namespace().isEmpty()
                        || object.namespace().equals(namespace))
                .toList();
    }

    /** Of several objects the one of the namespace default, as for kubectl. */
    private static KubeObject only(List<KubeObject> found, Kind kind, String name) {
        List<KubeObject> preferred = found.size() == 1 ? found : in(Optional.of("default"), found);
        if (preferred.size() == 1) {
            return preferred.get(0);
        }
        List<String> namespaces =
                found.stream().flatMap(object -> object.namespace().stream()).toList();
        throw new FailureException(
                Reason.OBJECT_UNKNOWN,
                "there are several " + kind.kind() + "s " + name + ", in the namespaces " + Wording.names(namespaces),
                "Choose one with --namespace.");
    }

    private static Kind kind(String word) {
        return Kind.named(word)
                .orElseThrow(() -> new FailureException(
                        Reason.USAGE,
                        "\"" + word + "\" is not a kind of object that can be explained",
                        "Kinds are "
                                + Stream.of(Kind.values()).map(Kind::singular).collect(Collectors.joining(", "))
                                + ", and kubectl's short names for them."));
    }

    private static FailureException unknown(
            Observation observation, List<Kind> kinds, String name, Optional<String> namespace) {
        List<String> names = kinds.stream()
                .flatMap(kind -> in(namespace, observation.list(kind.kind())).stream())
                .map(KubeObject::name)
                .distinct()
                .toList();
        String what = kinds.size() == 1 ? kinds.get(0).kind() + " " + name : "object named " + name;
        return new FailureException(
                Reason.OBJECT_UNKNOWN,
                "there is no " + what
                        + namespace.map(where -> " in the namespace " + where).orElse(""),
                Nearest.question(name, names).orElse("`labctl explain` shows everything that is not as expected."));
    }
}
