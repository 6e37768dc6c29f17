package dev.labctl.logs;

import dev.labctl.cluster.Kind;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves a target such as {@code deploy/nginx} to pods. */
public record LogTargets(KubeApi api, LogQuery query) {
    private static final String DEFAULT = "default";

    /** The kinds whose pods have logs; of a Service those that it chooses. */
    private static final List<Kind> KINDS = Stream.of(Kind.values())
            .filter(kind -> kind == Kind.POD || kind.isWorkload() || kind == Kind.SERVICE)
            .toList();

    /**
     * The pods of the targets of a query, in order.
     *
     * @throws dev.labctl.failure.FailureException {@link Reason#OBJECT_UNKNOWN} if there is no such object or container, or
     *     several, {@link Reason#USAGE} if the kind has no logs
     */
    public static List<PodChoice> of(KubeApi api, LogQuery query) {
        LogTargets targets = new LogTargets(api, query);
        List<String> words = query.targets().isEmpty() ? List.of("agent", "operator") : query.targets();
        return words.stream().map(targets::choice).distinct().toList();
    }

    private PodChoice choice(String word) {
        PodChoice choice =
                switch (word) {
                    case "agent", "agents" -> PodChoice.AGENTS;
                    case "operator" -> PodChoice.OPERATOR;
                    default -> named(word);
                };
        query.container().ifPresent(container -> requireContainer(word, container, choice));
        return choice.withContainer(query.container());
    }

    private PodChoice named(String word) {
        int slash = word.indexOf('/');
        Kind kind = slash < 0 ? Kind.POD : kind(word.substring(0, slash), word);
        String name = word.substring(slash + 1);
        KubeObject object = object(kind, name);
        String namespace = object.namespace().orElse(DEFAULT);
        if (kind == Kind.POD) {
            return new PodChoice(namespace, Map.of(), Optional.of(name), Optional.empty());
        }
        Map<String, String> labels = object.texts("spec", "selector", "matchLabels");
        Map<String, String> selector = kind == Kind.SERVICE ? object.texts("spec", "selector") : labels;
        if (selector.isEmpty()) {
            throw new FailureException(
                    Reason.USAGE,
                    object.ref() + " does not select its pods by labels",
                    "Specify the pods: `labctl logs pod/NAME -n " + namespace + "`.");
        }
        return new PodChoice(namespace, selector, Optional.empty(), Optional.empty());
    }

    private static Kind kind(String given, String word) {
        return Kind.named(given)
                .filter(KINDS::contains)
                .orElseThrow(() -> new FailureException(
                        Reason.USAGE,
                        "\"" + word + "\" is not a kind of object that has logs",
                        "Use agent, operator, or KIND/NAME, where KIND is one of "
                                + KINDS.stream().map(Kind::shortName).collect(Collectors.joining(", ")) + "."));
    }

    /** The object in the given namespace, else in the default namespace, else the only one. */
    private KubeObject object(Kind kind, String name) {
        List<KubeObject> found = api.list(kind.apiVersion(), kind.kind(), query.namespace(), Map.of()).stream()
                .filter(object -> object.name().equals(name))
                .toList();
        Optional<KubeObject> byDefault =
                found.stream().filter(object -> object.isIn(DEFAULT)).findFirst();
        if (byDefault.isEmpty() && found.size() > 1) {
            throw new FailureException(
                    Reason.OBJECT_UNKNOWN,
                    "there are several objects: "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(object -> object.ref().toString())
                                            .toList()),
                    "Choose one with -n NAMESPACE.");
        }
        return byDefault.or(() -> found.stream().findFirst()).orElseThrow(() -> unknown(kind, name));
    }

    private RuntimeException unknown(Kind kind, String name) {
        List<String> there = new ArrayList<>(List.of("agent", "operator"));
        for (Kind one : KINDS) {
            if (one != Kind.REPLICA_SET && one != Kind.SERVICE) {
                api.list(one.apiVersion(), one.kind(), query.namespace(), Map.of())
                        .forEach(object -> there.add(one.shortName() + "/" + object.name()));
            }
        }
        String where = query.namespace().map(ns -> " in the namespace " + ns).orElse("");
        return new FailureException(
                Reason.OBJECT_UNKNOWN,
                "there is no " + kind.kind() + " " + name + where,
                Nearest.question(name, there).map(question -> question + " ").orElse("")
                        + "`labctl status` shows the objects.");
    }

    /** Following a container that no pod has would never show a line. */
    private void requireContainer(String word, String container, PodChoice choice) {
        List<String> there = choice.pods(api).stream()
                .flatMap(PodChoice::containers)
                .distinct()
                .toList();
        if (!there.isEmpty() && !there.contains(container)) {
            throw new FailureException(
                    Reason.OBJECT_UNKNOWN,
                    "no pod of " + word + " has a container " + container,
                    "It has " + String.join(", ", there) + ".");
        }
    }
}
