package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.Locale;

/**
 * What a pod takes its settings from is not there.
 *
 * @param kind {@code ConfigMap} or {@code Secret}; empty where the kubelet names another thing
 * @param name with the key, where that is what is missing; what the kubelet says where the kind is empty
 */
record ConfigMissing(String kind, String name, String namespace) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        Draft draft = Draft.error("CONFIG_MISSING", victims)
                .symptom(victims.say("does not start", "do not start", clues))
                .cause(
                        kind.isEmpty()
                                ? "The kubelet cannot put the container's settings together: " + Quote.text(name) + "."
                                : "The pods take settings from the " + kind + " " + namespace + "/" + name
                                        + ", and that is not there.");
        victims.pods().stream().limit(1).forEach(pod -> evidence(draft, pod, clues));
        String plain = name.replaceAll(",.*", "");
        if (kind.isEmpty()) {
            return draft.done();
        }
        return draft.advise(
                        "Make it, or mend its name in the manifest of the pods",
                        kind.equals("Secret")
                                ? clues.lab()
                                        .kubectl("-n " + namespace + " create secret generic " + plain
                                                + " --from-literal=KEY=VALUE")
                                : clues.lab()
                                        .kubectl("-n " + namespace + " create " + kind.toLowerCase(Locale.ROOT) + " "
                                                + plain + " --from-literal=KEY=VALUE"),
                        "The kubelet tries again by itself, and the pods start.")
                .done();
    }

    private static void evidence(Draft draft, KubeObject pod, ClusterIndex clues) {
        ClusterIndex.containers(pod).stream()
                .filter(status -> Tree.at(status, "state", "waiting").isPresent())
                .limit(1)
                .forEach(status -> draft.evidence(Quote.container(pod, status)));
        draft.evidence(clues.warning(pod).map(event -> Quote.event(pod, event)));
    }
}
