package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The node cannot get an image. */
record ImagePull(String image) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        List<KubeObject> pods = victims.pods().isEmpty() ? agents(victims, clues) : victims.pods();
        Optional<String> message =
                pods.stream().flatMap(pod -> message(pod, clues).stream()).findFirst();
        String text = message.orElse("").toLowerCase(Locale.ROOT);
        Draft draft = Draft.error("IMAGE_PULL", victims)
                .symptom(victims.say("does not run", "do not run", clues))
                .cause("The node cannot get the image " + image + ": " + why(text) + ".");
        pods.stream().limit(1).forEach(pod -> {
            ClusterIndex.containers(pod).stream()
                    .filter(status ->
                            Tree.text(status, "image").filter(image::equals).isPresent()
                                    && Tree.at(status, "state", "waiting").isPresent())
                    .limit(1)
                    .forEach(status -> draft.evidence(Quote.container(pod, status)));
            failed(pod, clues).ifPresent(event -> draft.evidence(Quote.event(pod, event)));
        });
        advise(draft, pods, text, clues);
        return draft.done();
    }

    private static List<KubeObject> agents(AffectedObjects victims, ClusterIndex clues) {
        return victims.of("Node").stream()
                .flatMap(node -> clues.agent(node.name()).stream())
                .toList();
    }

    private static String why(String text) {
        if (notThere(text)) {
            return "the registry has none of that name and tag, or keeps it from strangers";
        }
        if (text.contains("toomanyrequests") || text.contains("rate limit")) {
            return "the registry limits how many images are pulled, and the limit is reached";
        }
        if (text.contains("unauthorized") || text.contains("denied") || text.contains("authentication")) {
            return "the registry asks for a login";
        }
        if (text.contains("no such host")
                || text.contains("dial tcp")
                || text.contains("timeout")
                || text.contains("connection refused")
                || text.contains("i/o")) {
            return "the registry cannot be reached from the node";
        }
        return text.contains("invalidimagename")
                        || text.contains("invalid reference")
                        || text.contains("couldn't parse")
                ? "that is no name of an image"
                : "see what the kubelet says";
    }

    private static boolean notThere(String text) {
        return text.contains("not found") || text.contains("manifest unknown") || text.contains("does not exist");
    }

    private void advise(Draft draft, List<KubeObject> pods, String text, ClusterIndex clues) {
        KubeObject top = clues.seen().top(pods.get(0));
        boolean unreachable = !notThere(text) && why(text).contains("reached from the node");
        if (unreachable) {
            draft.advise(
                    "See that the machine reaches the registry, or bring the image to the nodes by hand",
                    clues.lab()
                            .kubectl()
                            .map(kubectl -> "kind load docker-image " + image + kindName(kubectl))
                            .orElse(""),
                    "The kubelet tries again by itself, at least every five minutes.");
        }
        String container = ClusterIndex.containers(pods.get(0)).stream()
                .filter(status ->
                        Tree.text(status, "image").filter(image::equals).isPresent())
                .flatMap(status -> Tree.text(status, "name").stream())
                .findFirst()
                .orElse("CONTAINER");
        draft.advise(
                unreachable ? "Or name an image that there is, if this is a slip" : "Name an image that there is",
                clues.lab()
                        .kubectl("-n " + top.namespace().orElse("default") + " set image "
                                + top.kind().toLowerCase(Locale.ROOT) + "/" + top.name() + " " + container + "=IMAGE"));
    }

    private static String kindName(String kubectl) {
        int context = kubectl.indexOf("kind-");
        return context < 0 ? "" : " --name " + kubectl.substring(context + 5);
    }

    private static Optional<KubeObject> failed(KubeObject pod, ClusterIndex clues) {
        return clues.warnings(pod)
                .filter(event -> event.text("message")
                        .filter(text -> text.contains("pull image"))
                        .isPresent())
                .reduce((before, after) -> after);
    }

    private Optional<String> message(KubeObject pod, ClusterIndex clues) {
        return failed(pod, clues).flatMap(event -> event.text("message")).or(() -> ClusterIndex.containers(pod).stream()
                .flatMap(status -> Tree.text(status, "state", "waiting", "message")
                        .map(words -> words + " "
                                + Tree.text(status, "state", "waiting", "reason")
                                        .orElse(""))
                        .stream())
                .findFirst());
    }
}
