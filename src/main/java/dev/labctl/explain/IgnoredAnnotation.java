package dev.labctl.explain;

import dev.labctl.explain.Explanation.Severity;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.ipam.PoolChoice.IgnoredKey;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;

/** An annotation that Cilium ignores without a word: its pods run, with addresses of another pool than was meant. */
record IgnoredAnnotation(IgnoredKey key) implements Cause {
    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        Draft draft = Draft.of(Severity.WARNING, "POOL_ANNOTATION_IGNORED", victims)
                .symptom("The annotation " + key.key() + " of " + Quote.names(victims.refs()) + " has no effect.")
                .cause(
                        "Cilium knows no such annotation and says nothing of it: pods get their addresses as if it were not"
                                + " there, from the pool " + NodeRules.defaultPool(clues)
                                + " unless another annotation says otherwise.");
        for (KubeObject object :
                victims.all().subList(0, Math.min(3, victims.all().size()))) {
            draft.evidence(
                    Quote.field(object.ref(), "metadata.annotations", "{" + key.key() + ": " + value(object) + "}"));
            pods(object, clues).stream().limit(1).forEach(pod -> draft.evidence(address(pod, clues)));
        }
        key.meant()
                .ifPresent(meant -> draft.advise(
                        "Call it " + meant
                                + ", then make the pods anew: it counts when a pod gets its address, and never again",
                        how(victims.first(), meant, clues),
                        "The new pods get addresses of the pool " + value(victims.first()) + "."));
        if (key.meant().isEmpty()) {
            draft.advise("Take it away, or see what Cilium 1.18 has in its place: ipam.cilium.io/ip-pool", "");
        }
        return draft.done();
    }

    private String value(KubeObject object) {
        return object.texts("metadata", "annotations").getOrDefault(key.key(), "");
    }

    private static List<KubeObject> pods(KubeObject object, ClusterIndex clues) {
        return object.kind().equals("Pod") ? List.of(object) : clues.seen().pods(object.name(), Map.of());
    }

    private static String address(KubeObject pod, ClusterIndex clues) {
        List<Object> ips = pod.list("status", "podIPs").stream()
                .map(entry -> (Object) Tree.text(entry, "ip").orElse(""))
                .toList();
        PoolChoice choice = AddressRules.choice(pod, Family.IPV4, clues);
        return ips.isEmpty() ? "" : Quote.field(pod.ref(), "status.podIPs", ips) + ", of the pool " + choice.pool();
    }

    private String how(KubeObject object, String meant, ClusterIndex clues) {
        if (object.kind().equals("Pod")) {
            return "# in the manifest of " + clues.seen().top(object).ref() + ", at its pods' metadata.annotations: "
                    + meant + ": " + value(object);
        }
        String annotate = clues.lab()
                .kubectl("annotate namespace " + object.name() + " " + key.key() + "- " + meant + "=" + value(object));
        String restart = clues.lab().kubectl("-n " + object.name() + " delete pods --all");
        return annotate.isEmpty()
                ? "# in the manifest of " + object.ref() + ": metadata.annotations: " + meant + ": " + value(object)
                : annotate + "\n" + restart;
    }
}
