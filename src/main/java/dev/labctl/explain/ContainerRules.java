package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a pod's containers do not run, from what the kubelet says of them. */
final class ContainerRules {
    private static final Set<String> IMAGE = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");
    private static final Set<String> CANNOT_START =
            Set.of("CreateContainerError", "RunContainerError", "StartError", "ContainerCannotRun");
    private static final Pattern MISSING = Pattern.compile(
            "(?i)(secret|configmap) \"([^\"]+)\" not found|find key (\\S+) in (Secret|ConfigMap) (\\S+)");

    private ContainerRules() {}

    static Optional<Cause> of(KubeObject pod, ClusterIndex clues) {
        return image(pod, clues)
                .or(() -> config(pod))
                .or(() -> cannotStart(pod, clues))
                .or(() -> ClusterIndex.containers(pod).stream()
                        .filter(ContainerRules::crashed)
                        .findFirst()
                        .map(status -> new CrashLoop(
                                clues.seen().top(pod).ref(),
                                Tree.text(status, "name").orElse(""))));
    }

    /** The image of a container cannot be had. */
    static Optional<Cause> image(KubeObject pod, ClusterIndex clues) {
        return ClusterIndex.containers(pod).stream()
                .filter(status -> IMAGE.contains(waiting(status)))
                .findFirst()
                .map(status -> new ImagePull(Tree.text(status, "image").orElse("")));
    }

    private static Optional<Cause> config(KubeObject pod) {
        return ClusterIndex.containers(pod).stream()
                .filter(status -> waiting(status).equals("CreateContainerConfigError"))
                .findFirst()
                .map(status -> {
                    String message =
                            Tree.text(status, "state", "waiting", "message").orElse("");
                    return missing(message, pod)
                            .orElseGet(() -> new ConfigMissing(
                                    "", message, pod.namespace().orElse("default")));
                });
    }

    /** The ConfigMap or Secret that a text says is not there. */
    static Optional<Cause> missing(String message, KubeObject pod) {
        Matcher matcher = MISSING.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String namespace = pod.namespace().orElse("default");
        if (matcher.group(1) == null) {
            String name = matcher.group(5).substring(matcher.group(5).indexOf('/') + 1);
            return Optional.of(new ConfigMissing(matcher.group(4), name + ", key " + matcher.group(3), namespace));
        }
        String kind = matcher.group(1).equalsIgnoreCase("secret") ? "Secret" : "ConfigMap";
        return Optional.of(new ConfigMissing(kind, matcher.group(2), namespace));
    }

    private static Optional<Cause> cannotStart(KubeObject pod, ClusterIndex clues) {
        return ClusterIndex.containers(pod).stream()
                .filter(status -> CANNOT_START.contains(waiting(status))
                        || Tree.text(status, "lastState", "terminated", "reason")
                                .or(() -> Tree.text(status, "state", "terminated", "reason"))
                                .filter(CANNOT_START::contains)
                                .isPresent())
                .findFirst()
                .map(status -> new CannotStart(
                        clues.seen().top(pod).ref(), Tree.text(status, "name").orElse("")));
    }

    /** Whether a container ended with an error and is started again and again. */
    static boolean crashed(Object status) {
        boolean again = Tree.number(status, "restartCount").orElse(0L) > 0
                && !Tree.flag(status, "ready").orElse(false);
        return waiting(status).equals("CrashLoopBackOff")
                || Tree.number(status, "state", "terminated", "exitCode").orElse(0L) != 0
                || (again && Tree.at(status, "lastState", "terminated").isPresent());
    }

    private static String waiting(Object status) {
        return Tree.text(status, "state", "waiting", "reason").orElse("");
    }
}
