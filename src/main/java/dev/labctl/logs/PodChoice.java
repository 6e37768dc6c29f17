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
 * Pods whose logs are wanted, and which of their containers: asked again, it finds those that came meanwhile.
 *
 * @param labels that the pods have
 * @param name of the one pod; empty for all with the labels
 * @param container pods that do not have it are not meant; empty for all containers but those that only prepare the pod
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

    /** The pods that are there now. */
    List<KubeObject> pods(KubeApi api) {
        return name.map(pod -> api.get(ObjectRef.namespaced("v1", "Pod", namespace, pod)).stream()
                        .toList())
                .orElseGet(() -> api.list("v1", "Pod", Optional.of(namespace), labels));
    }

    /** Whether a pod is meant, and has the container that is. */
    public boolean chooses(KubeObject pod) {
        return pod.namespace().filter(namespace::equals).isPresent()
                && name.map(pod.name()::equals).orElse(pod.labels().entrySet().containsAll(labels.entrySet()))
                && sources(pod).findAny().isPresent();
    }

    /** The containers of a pod that are meant. */
    Stream<LogView.Source> sources(KubeObject pod) {
        Stream<String> names =
                container.map(one -> containers(pod).filter(one::equals)).orElseGet(() -> names(pod, "containers"));
        return names.map(one -> new LogView.Source(namespace, pod.name(), one));
    }

    /** The names of all containers of a pod, those that prepare it first. */
    public static Stream<String> containers(KubeObject pod) {
        return Stream.concat(names(pod, "initContainers"), names(pod, "containers"));
    }

    private static Stream<String> names(KubeObject pod, String list) {
        return pod.list("spec", list).stream().flatMap(entry -> Tree.text(entry, "name").stream());
    }
}
