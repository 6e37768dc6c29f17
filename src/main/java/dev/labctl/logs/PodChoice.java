package dev.labctl.logs;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.report.LogView;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A selection of pods and of their containers; repeated queries find new pods.
 *
 * @param labels the labels of the pods
 * @param name the name of one pod; empty for all pods with the labels
 * @param container selects only pods with this container; empty for all containers except init containers
 */
public record PodChoice(
        String namespace, Map<String, String> labels, Optional<String> name, Optional<String> container) {
    private static final String SYSTEM = "kube-system";
    private static final Map<String, String> CILIUM = Map.of("app.kubernetes.io/part-of", "cilium");
    public static final PodChoice AGENTS = cilium("cilium-agent");
    public static final PodChoice OPERATOR = cilium("cilium-operator");

    private static PodChoice cilium(String container) {
        return new PodChoice(SYSTEM, CILIUM, Optional.empty(), Optional.of(container));
    }

    PodChoice withContainer(Optional<String> asked) {
        return new PodChoice(namespace, labels, name, asked.or(() -> container));
    }

    /** The pods that exist now. */
    List<KubeObject> pods(KubeApi api) {
        return name.map(pod -> api.get(ObjectRef.namespaced("v1", "Pod", namespace, pod)).stream()
                        .toList())
                .orElseGet(() -> api.list("v1", "Pod", Optional.of(namespace), labels));
    }

    /** Whether a pod and one of its containers are selected. */
    public boolean chooses(KubeObject pod) {
        return pod.isIn(namespace)
                && name.map(pod.name()::equals).orElse(pod.hasLabels(labels))
                && sources(pod).findAny().isPresent();
    }

    /** The selected containers of a pod. */
    Stream<LogView.Source> sources(KubeObject pod) {
        Stream<String> names =
                container.map(one -> containers(pod).filter(one::equals)).orElseGet(() -> names(pod, "containers"));
        return names.map(one -> new LogView.Source(namespace, pod.name(), one));
    }

    /** The names of all containers of a pod, init containers first. */
    public static Stream<String> containers(KubeObject pod) {
        return Stream.concat(names(pod, "initContainers"), names(pod, "containers"));
    }

    private static Stream<String> names(KubeObject pod, String list) {
        return pod.list("spec", list).stream().flatMap(entry -> Tree.text(entry, "name").stream());
    }
}
