package dev.labctl.explain.causes;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.Evidence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ConfigMap or Secret that a pod needs does not exist.
 *
 * @param kind {@code ConfigMap} or {@code Secret}; empty where the kubelet reports something else
 * @param name with the key, where the key is missing; the kubelet's message where the kind is empty
 */
public record ConfigMissing(String kind, String name, String namespace) implements Cause {
    private static final Pattern MISSING = Pattern.compile(
            "(?i)(secret|configmap) \"([^\"]+)\" not found|find key (\\S+) in (Secret|ConfigMap) (\\S+)");

    /** The cause, for a pod with a container that cannot be created without its configuration. */
    public static Optional<Cause> of(Pod pod) {
        return pod.containers().stream()
                .filter(container -> container.waitingReason().equals("CreateContainerConfigError"))
                .findFirst()
                .map(Container::waitingMessage)
                .map(message -> in(message, pod).orElseGet(() -> new ConfigMissing("", message, pod.namespace())));
    }

    /** The ConfigMap or Secret that does not exist according to the kubelet's message. */
    public static Optional<Cause> in(String message, Pod pod) {
        Matcher matcher = MISSING.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String namespace = pod.namespace();
        if (matcher.group(1) == null) {
            String name = matcher.group(5).substring(matcher.group(5).indexOf('/') + 1);
            return Optional.of(new ConfigMissing(matcher.group(4), name + ", key " + matcher.group(3), namespace));
        }
        String kind = matcher.group(1).equalsIgnoreCase("secret") ? "Secret" : "ConfigMap";
        return Optional.of(new ConfigMissing(kind, matcher.group(2), namespace));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        Pod pod = it.pods().get(0);
        it.error("CONFIG_MISSING")
                .podSymptom("does not start")
                .cause(
                        kind.isEmpty()
                                ? "The kubelet cannot assemble the container's configuration: " + Evidence.text(name)
                                        + "."
                                : "The pods need the " + kind + " " + namespace + "/" + name
                                        + ", which does not exist.")
                .evidence(pod.containers().stream()
                        .filter(container -> container.isWaiting())
                        .limit(1)
                        .map(container -> Evidence.container(pod.ref(), container)))
                .lastWarning(pod.object());
        if (!kind.isEmpty()) {
            it.fix(
                    "Create it, or correct its name in the manifest of the pods",
                    it.lab()
                            .kubectl(
                                    Optional.of(namespace),
                                    "create " + (kind.equals("Secret") ? "secret generic " : "configmap ")
                                            + name.replaceAll(",.*", "") + " --from-literal=KEY=VALUE"),
                    "The kubelet retries by itself, and the pods start.");
        }
    }
}
