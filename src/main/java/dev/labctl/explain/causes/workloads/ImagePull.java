package dev.labctl.explain.causes.workloads;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.ContainerStatus;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The node cannot pull an image. */
public record ImagePull(String image) implements Cause {
    /** Why, by parts of the messages of registries and container runtimes, in lower case; the first that is found. */
    private enum Why {
        NOT_FOUND(
                "not found|manifest unknown|does not exist",
                "the registry has no image of that name and tag, or does not show it without a login"),
        RATE_LIMIT(
                "toomanyrequests|rate limit",
                "the registry limits how many images are pulled, and the limit is reached"),
        LOGIN("unauthorized|denied|authentication", "the registry requires a login"),
        UNREACHABLE(
                "no such host|dial tcp|timeout|connection refused|i/o", "the registry cannot be reached from the node"),
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

    private static final Set<String> REASONS = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "RegistryUnavailable",
            "ImageInspectError",
            "SignatureValidationFailed");

    /** The cause, for a pod with a container that waits for its image. */
    public static Optional<Cause> of(KubeObject pod) {
        return ContainerStatus.of(pod).stream()
                .filter(container -> REASONS.contains(container.waitingReason()))
                .findFirst()
                .map(container -> new ImagePull(container.image()));
    }

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        List<KubeObject> pods = it.affected().pods().isEmpty()
                ? it.affected().of("Node").stream()
                        .flatMap(node -> cluster.agent(node.name()).stream())
                        .toList()
                : it.affected().pods();
        KubeObject pod = pods.get(0);
        Why why = Why.of(pods.stream()
                .flatMap(one -> message(one, cluster).stream())
                .findFirst()
                .orElse(""));
        it.error("IMAGE_PULL")
                .podSymptom("does not run")
                .cause("The node cannot pull the image " + image + ": " + why.words + ".")
                .evidence(containers(pod)
                        .filter(container -> container.is("waiting"))
                        .limit(1)
                        .map(container -> Evidence.container(pod, container)))
                .evidence(failure(pod, cluster).map(event -> Evidence.event(pod, event)));
        fixes(it, pod, why);
    }

    private void fixes(ExplanationBuilder it, KubeObject pod, Why why) {
        LabFacts lab = it.lab();
        KubeObject owner = it.cluster().observation().top(pod);
        if (why == Why.UNREACHABLE) {
            it.fix(
                    "Check that the machine can reach the registry, or load the image onto the nodes yourself",
                    lab.kubectl()
                            .map(kubectl -> "kind load docker-image " + image + kindName(kubectl))
                            .orElse(""),
                    "The kubelet retries by itself, at least every five minutes.");
        }
        String container =
                containers(pod).map(ContainerStatus::name).findFirst().orElse("CONTAINER");
        it.fix(
                why == Why.UNREACHABLE
                        ? "Or use an image that exists, if the name is wrong"
                        : "Use an image that exists",
                lab.kubectl(
                        owner.namespace(),
                        "set image " + owner.kind().toLowerCase(Locale.ROOT) + "/" + owner.name() + " " + container
                                + "=IMAGE"));
    }

    private static String kindName(String kubectl) {
        int context = kubectl.indexOf("kind-");
        return context < 0 ? "" : " --name " + kubectl.substring(context + 5);
    }

    private Stream<ContainerStatus> containers(KubeObject pod) {
        return ContainerStatus.of(pod).stream()
                .filter(container -> container.image().equals(image));
    }

    private static Optional<KubeObject> failure(KubeObject pod, ClusterIndex cluster) {
        return cluster.warnings(pod)
                .filter(event -> event.text("message")
                        .filter(text -> text.contains("pull image"))
                        .isPresent())
                .reduce((before, after) -> after);
    }

    private static Optional<String> message(KubeObject pod, ClusterIndex cluster) {
        return failure(pod, cluster).flatMap(event -> event.text("message")).or(() -> ContainerStatus.of(pod).stream()
                .filter(container -> !container.waitingMessage().isEmpty())
                .map(container -> container.waitingMessage() + " " + container.waitingReason())
                .findFirst());
    }
}
