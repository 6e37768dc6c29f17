package dev.labctl.explain.causes;

import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Causes in what a container needs before it starts. */
public final class ContainerCauses {
    private ContainerCauses() {}

    /** The node cannot pull an image. */
    public record ImagePull(String image) implements Cause {
        /** Why, by parts of the messages of registries and container runtimes, in lower case; the first that is found. */
        private enum Why {
            RATE_LIMIT(
                    "toomanyrequests|too many requests|rate limit",
                    "the registry limits how many images are pulled, and the limit is reached"),
            CERTIFICATE(
                    "x509: |certificate signed by unknown authority|tls: failed to verify",
                    "the node does not trust the certificate that the registry, or a proxy before it, shows"),
            NEVER(
                    "errimageneverpull|pull policy of never",
                    "it is not on the node, and its imagePullPolicy, Never, does not allow pulling it"),
            NOT_FOUND(
                    "not found|manifest unknown|does not exist",
                    "the registry has no image of that name and tag, or does not show it without a login"),
            LOGIN("unauthorized|denied|authentication", "the registry requires a login"),
            UNREACHABLE(
                    "no such host|dial tcp|timeout|connection refused|i/o",
                    "the registry cannot be reached from the node"),
            INVALID("invalidimagename|invalid reference|couldn't parse", "it is not a valid image name"),
            OTHER("", "see the kubelet's message");

            private final Pattern mark;
            private final String words;

            Why(String mark, String words) {
                this.mark = Pattern.compile(mark);
                this.words = words;
            }

            static Why of(String message) {
                String text = message.toLowerCase(Locale.ROOT);
                return Stream.of(values())
                        .filter(why -> why.mark.matcher(text).find())
                        .findFirst()
                        .orElse(OTHER);
            }
        }

        /** Where the registry was not asked for the image, or did not say that it lacks it: another name is no remedy. */
        private static final Set<Why> NAME_IS_RIGHT = Set.of(Why.RATE_LIMIT, Why.CERTIFICATE, Why.NEVER);

        private static final Set<String> REASONS = Set.of(
                "ErrImagePull",
                "ImagePullBackOff",
                "InvalidImageName",
                "ErrImageNeverPull",
                "RegistryUnavailable",
                "ImageInspectError",
                "SignatureValidationFailed");

        /** The cause, for a pod with a container that waits for its image. */
        public static Optional<Cause> of(Pod pod) {
            return pod.containers().stream()
                    .filter(container -> REASONS.contains(container.waitingReason()))
                    .findFirst()
                    .map(container -> new ImagePull(container.image()));
        }

        @Override
        public void explain(ExplanationBuilder it) {
            Pod pod = Stream.concat(
                            it.pods().stream(),
                            it.nodes().stream().flatMap(node -> it.cluster().agent(node.name()).stream()))
                    .findFirst()
                    .orElseThrow();
            Optional<KubeObject> failure = it.view()
                    .warnings(pod.object())
                    .filter(event -> event.text("message")
                            .filter(text -> text.contains("pull image"))
                            .isPresent())
                    .reduce((before, after) -> after);
            List<Container> waiting = pod.containers().stream()
                    .filter(container -> container.image().equals(image) && container.isWaiting())
                    .toList();
            Why why = Why.of(failure.flatMap(event -> event.text("message")).orElseGet(() -> waiting.stream()
                    .map(container -> container.waitingMessage() + " " + container.waitingReason())
                    .collect(Collectors.joining())));
            it.error("IMAGE_PULL")
                    .podSymptom("does not run")
                    .cause("The node cannot pull the image " + image + ": " + why.words + ".")
                    .evidence(waiting.stream().limit(1).map(container -> Evidence.container(pod.ref(), container)))
                    .event(pod.object(), failure);
            fixes(it, why, pod.rootOwner().ref());
            if (!NAME_IS_RIGHT.contains(why)) {
                String container =
                        waiting.stream().map(Container::name).findFirst().orElse("CONTAINER");
                ObjectRef owner = pod.rootOwner().ref();
                it.alternative(
                        "use an image that exists" + (why == Why.UNREACHABLE ? ", if the name is wrong" : ""),
                        it.kubectl(
                                owner.namespace(),
                                "set image " + LabFacts.argument(owner) + " " + container + "=IMAGE"),
                        "");
            }
        }

        private void fixes(ExplanationBuilder it, Why why, ObjectRef owner) {
            String load = it.lab().loadImage().replace("IMAGE", image);
            String retries = "The kubelet retries by itself, at least every five minutes.";
            switch (why) {
                case UNREACHABLE ->
                    it.fix(
                            "Check that the machine can reach the registry, or load the image onto the nodes yourself",
                            load,
                            retries);
                case RATE_LIMIT ->
                    it.fix("Load the image onto the nodes yourself, if this machine has it", load, retries)
                            .fix(
                                    "Or log in to the registry, with a Secret that the pods name in imagePullSecrets: the limit is"
                                            + " higher then",
                                    it.kubectl(
                                            owner.namespace(),
                                            "create secret docker-registry NAME --docker-server=REGISTRY"
                                                    + " --docker-username=USER --docker-password=TOKEN"))
                            .fix("Or wait: the limit counts the pulls of the last hours");
                case CERTIFICATE ->
                    it.fix("Load the image onto the nodes yourself, if this machine can pull it", load, retries)
                            .fix("Or let the nodes trust the certificate: put that of its authority into"
                                    + " /usr/local/share/ca-certificates of every node (kind.yaml: extraMounts), and run"
                                    + " update-ca-certificates and systemctl restart containerd there");
                case NEVER ->
                    it.fix("Load the image onto the nodes", load, retries)
                            .fix("Or set imagePullPolicy: IfNotPresent in the manifest of " + owner);
                default -> {}
            }
        }
    }

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
                                    ? "The kubelet cannot assemble the container's configuration: "
                                            + Evidence.text(name) + "."
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
                        it.kubectl(
                                Optional.of(namespace),
                                "create " + (kind.equals("Secret") ? "secret generic " : "configmap ")
                                        + name.replaceAll(",.*", "") + " --from-literal=KEY=VALUE"),
                        "The kubelet retries by itself, and the pods start.");
            }
        }
    }
}
