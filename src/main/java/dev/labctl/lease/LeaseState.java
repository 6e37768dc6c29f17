package dev.labctl.lease;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The Lease {@code kube-system/labctl}, with the fields of client-go's leader election
 * ({@code client-go/tools/leaderelection/resourcelock}).
 *
 * @param holder its name there; empty while no one holds it
 * @param length after which a lease that is not renewed may be taken over
 * @param acquired by the holder's clock
 * @param renewed the same; both may be missing
 * @param transitions how often it has passed from one holder to another
 * @param object as it was read
 */
record LeaseState(
        String holder,
        Duration length,
        Optional<Instant> acquired,
        Optional<Instant> renewed,
        long transitions,
        KubeObject object) {
    static final ObjectRef REF =
            ObjectRef.namespaced("coordination.k8s.io/v1", "Lease", "kube-system", ObjectRef.LABCTL_RECORD.name());

    /** Long enough for an API server that does not answer for a while on a busy machine. */
    static final Duration LENGTH = Duration.ofSeconds(30);

    /** A {@code MicroTime} has six digits. */
    private static final DateTimeFormatter MICRO_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static LeaseState of(KubeObject object) {
        return new LeaseState(
                object.text("spec", "holderIdentity").orElse(""),
                Tree.integer(object.tree(), "spec", "leaseDurationSeconds")
                        .filter(seconds -> seconds > 0)
                        .map(Duration::ofSeconds)
                        .orElse(LENGTH),
                Tree.time(object.tree(), "spec", "acquireTime"),
                Tree.time(object.tree(), "spec", "renewTime"),
                Tree.number(object.tree(), "spec", "leaseTransitions").orElse(0L),
                object);
    }

    /** A lease that no one had before. */
    static KubeObject first(String holder, Instant now) {
        return new KubeObject(new TreeBuilder()
                .put("apiVersion", REF.apiVersion())
                .put("kind", REF.kind())
                .put("metadata.name", REF.name())
                .put("metadata.namespace", REF.namespace().orElseThrow())
                .put("spec", spec(holder, now, now, 0))
                .build());
    }

    /** The same lease with another holder. */
    KubeObject takenOver(String other, Instant now) {
        return with(spec(other, now, now, transitions + 1));
    }

    /** The same lease, renewed. */
    KubeObject renewedAt(Instant now) {
        return with(spec(holder, acquired.orElse(now), now, transitions));
    }

    private KubeObject with(Map<String, Object> spec) {
        return new KubeObject(Tree.with(object.tree(), spec, "spec"));
    }

    private static Map<String, Object> spec(String holder, Instant acquired, Instant renewed, long transitions) {
        return new TreeBuilder()
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", LENGTH.toSeconds())
                .put("acquireTime", MICRO_TIME.format(acquired))
                .put("renewTime", MICRO_TIME.format(renewed))
                .put("leaseTransitions", transitions)
                .build();
    }

    /** As a reader is told of who holds it. */
    String who() {
        return Holder.parse(holder).map(Holder::words).orElse(holder);
    }

    /** How long its holder has had it, by the holder's own clock. */
    Optional<Duration> age() {
        return acquired.flatMap(start -> renewed.map(end -> Duration.between(start, end)))
                .filter(age -> !age.isNegative());
    }
}
