package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.ipam.PoolChoice.IgnoredKey;
import dev.labctl.kubernetes.KubeObject;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An annotation that Cilium silently ignores: its pods run, but with addresses of another pool than was intended. */
public record IgnoredAnnotation(IgnoredKey key) implements Cause {
    /** The cause, for a pod or namespace with an annotation that looks as if it chose a pool, and does not. */
    public static Optional<Cause> of(KubeObject object, ClusterIndex cluster) {
        return !cluster.is(IpamMode.MULTI_POOL) || object.deleting()
                ? Optional.empty()
                : PoolChoice.ignored(object.texts("metadata", "annotations")).stream()
                        .findFirst()
                        .map(IgnoredAnnotation::new);
    }

    @Override
    public void explain(ExplanationBuilder it) {
        ClusterIndex cluster = it.cluster();
        it.warning("POOL_ANNOTATION_IGNORED")
                .symptom("The annotation " + key.key() + " of " + Wording.names(it.refs()) + " has no effect.")
                .cause(
                        "Cilium does not know this annotation, and ignores it silently: pods get their addresses as if it were not"
                                + " there, from the pool " + cluster.view().defaultPool(Optional.empty())
                                + " unless another annotation applies.");
        it.objects().stream().limit(3).forEach(object -> it.evidence(
                        Evidence.field(object.ref(), "metadata.annotations", Map.of(key.key(), value(object))))
                .evidence(pods(object, cluster).limit(1).map(pod -> address(pod, cluster))));
        String value = value(it.first());
        key.meant()
                .ifPresentOrElse(
                        meant -> it.fix(
                                "Rename it to " + meant
                                        + ", then recreate the pods: it is read only when a pod gets its address",
                                command(it, meant + ": " + value, meant + "=" + value),
                                "The new pods get addresses of the pool " + value + "."),
                        () -> it.fix("Remove it, or use what Cilium 1.18 has instead: ipam.cilium.io/ip-pool"));
    }

    private String value(KubeObject object) {
        return object.texts("metadata", "annotations").getOrDefault(key.key(), "");
    }

    private static Stream<Pod> pods(KubeObject object, ClusterIndex cluster) {
        return Kind.POD.isOf(object)
                ? Stream.of(cluster.view().pod(object))
                : cluster.view().pods(object.name(), Map.of()).stream();
    }

    private static String address(Pod pod, ClusterIndex cluster) {
        return pod.hasAddress()
                ? Evidence.field(pod.ref(), "status.podIPs", pod.addresses()) + ", of the pool "
                        + cluster.view().poolChoice(pod, Family.IPV4).pool()
                : "";
    }

    private String command(ExplanationBuilder it, String field, String argument) {
        KubeObject object = it.first();
        if (Kind.POD.isOf(object)) {
            return "# in the manifest of " + it.view().rootOwner(object).ref() + ", in its pods' metadata.annotations: "
                    + field;
        }
        return it.lab().kubectl().isEmpty()
                ? "# in the manifest of " + object.ref() + ": metadata.annotations: " + field
                : it.kubectl("annotate namespace " + object.name() + " " + key.key() + "- " + argument) + "\n"
                        + it.kubectl("-n " + object.name() + " delete pods --all");
    }
}
