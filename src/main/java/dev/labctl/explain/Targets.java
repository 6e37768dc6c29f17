package dev.labctl.explain;

import dev.labctl.explain.facts.Wording;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which object is meant, in kubectl's words: {@code pod/NAME}, {@code deploy/NAME}, or a name alone. */
public final class Targets {
    /** The kinds and kubectl's words for them; a name alone is looked for in this order. */
    private static final Map<String, List<String>> KINDS = kinds();

    private Targets() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("Pod", List.of("pod", "pods", "po"));
        kinds.put("Deployment", List.of("deployment", "deployments", "deploy"));
        kinds.put("DaemonSet", List.of("daemonset", "daemonsets", "ds"));
        kinds.put("StatefulSet", List.of("statefulset", "statefulsets", "sts"));
        kinds.put("ReplicaSet", List.of("replicaset", "replicasets", "rs"));
        kinds.put("Job", List.of("job", "jobs"));
        kinds.put("Service", List.of("service", "services", "svc"));
        kinds.put("Node", List.of("node", "nodes", "no"));
        kinds.put("Namespace", List.of("namespace", "namespaces", "ns"));
        kinds.put("CiliumNode", List.of("ciliumnode", "ciliumnodes", "cn"));
        kinds.put("CiliumPodIPPool", List.of("ciliumpodippool", "ciliumpodippools", "cpip"));
        return kinds;
    }

    /**
     * The object.
     *
     * @param words kind and name with a slash between them, or a name
     * @param namespace where it is; empty for wherever there is only one of that name
     * @throws FailureException USAGE where the kind is unknown; OBJECT_UNKNOWN where there is no such object, or several
     */
    public static ObjectRef find(Observation seen, String words, Optional<String> namespace) {
        int slash = words.indexOf('/');
        List<String> kinds = slash < 0 ? List.copyOf(KINDS.keySet()) : List.of(kind(words.substring(0, slash)));
        String name = words.substring(slash + 1);
        for (String kind : kinds) {
            List<KubeObject> found = in(namespace, seen.named(kind, name));
            if (found.size() > 1) {
                found = preferred(found, kind, name);
            }
            if (!found.isEmpty()) {
                return found.get(0).ref();
            }
        }
        throw unknown(seen, kinds, name, namespace);
    }

    private static List<KubeObject> in(Optional<String> namespace, List<KubeObject> objects) {
        return objects.stream()
                .filter(object -> namespace.isEmpty()
                        || object.namespace().isEmpty()
                        || object.namespace().equals(namespace))
                .toList();
    }

    /** That of the namespace default, as for kubectl. */
    private static List<KubeObject> preferred(List<KubeObject> found, String kind, String name) {
        List<KubeObject> ofDefault = in(Optional.of("default"), found);
        if (ofDefault.size() == 1) {
            return ofDefault;
        }
        throw Failure.of(
                        Reason.OBJECT_UNKNOWN,
                        "there are several " + kind + "s " + name + ", in the namespaces "
                                + Wording.names(found.stream()
                                        .flatMap(object -> object.namespace().stream())
                                        .toList()),
                        "Say which one is meant with --namespace.")
                .asException();
    }

    private static String kind(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().contains(small))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> Failure.of(
                                Reason.USAGE,
                                "\"" + word + "\" is no kind of object that can be explained",
                                "Kinds are "
                                        + String.join(
                                                ", ",
                                                KINDS.values().stream()
                                                        .map(words -> words.get(0))
                                                        .toList())
                                        + ", and kubectl's short names for them.")
                        .asException());
    }

    private static FailureException unknown(
            Observation seen, List<String> kinds, String name, Optional<String> namespace) {
        List<String> names = new ArrayList<>();
        for (String kind : kinds) {
            in(namespace, seen.list(kind)).forEach(object -> names.add(object.name()));
        }
        List<String> nearest = Nearest.to(name, names.stream().distinct().toList());
        String what = kinds.size() == 1 ? "no " + kinds.get(0) + " " + name : "nothing called " + name;
        return Failure.of(
                        Reason.OBJECT_UNKNOWN,
                        "there is " + what
                                + namespace
                                        .map(where -> " in the namespace " + where)
                                        .orElse(""),
                        nearest.isEmpty()
                                ? "`labctl explain` shows everything that is not as it should be."
                                : "Did you mean " + String.join(" or ", nearest) + "?")
                .asException();
    }
}
