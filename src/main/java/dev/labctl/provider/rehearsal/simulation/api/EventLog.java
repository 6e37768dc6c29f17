package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of the cluster: the same thing said again of the same object is one event with a higher count. */
public final class EventLog {
    /** Stands in a message for the id of a pod's sandbox, which is another one with each attempt. */
    public static final String SANDBOX = "<sandbox>";

    /** Kubernetes {@code cmd/kube-apiserver}: {@code --event-ttl} is an hour. */
    private static final long LIFE = 3_600_000;

    /**
     * What was seen.
     *
     * @param uid of the object
     * @param component that reported it
     * @param host the node on which it was seen; may be empty
     * @param count how often
     * @param first and {@code last}: when, as ages of the cluster
     */
    public record Event(
            ObjectRef about,
            String uid,
            String type,
            String reason,
            String message,
            String component,
            String host,
            int count,
            long first,
            long last) {
        private Event again(long now) {
            return new Event(about, uid, type, reason, message, component, host, count + 1, first, now);
        }

        private List<String> key() {
            return List.of(uid, reason, message);
        }
    }

    private final VirtualClock time;
    private final Map<List<String>, Event> events = new LinkedHashMap<>();

    public EventLog(VirtualClock time) {
        this.time = time;
    }

    public void warn(ObjectRef about, String uid, String reason, String message, String component, String host) {
        long now = time.age();
        Event event = new Event(about, uid, "Warning", reason, message, component, host, 1, now, now);
        events.merge(event.key(), event, (before, same) -> before.again(now));
    }

    /** Those that are not forgotten yet, oldest first. */
    public List<Event> all() {
        long oldest = time.age() - LIFE;
        events.values().removeIf(event -> event.last() < oldest);
        List<Event> all = new ArrayList<>(events.values());
        all.sort(Comparator.comparingLong(Event::last).thenComparing(Event::uid).thenComparing(Event::message));
        return all;
    }

    /** As the API shows them. */
    public List<KubeObject> show() {
        return all().stream().map(this::show).toList();
    }

    private KubeObject show(Event event) {
        ObjectRef about = event.about();
        String namespace = about.namespace().orElse("default");
        long number = Randomness.hash(event.uid() + event.reason() + event.message());
        String message = event.message().replace(SANDBOX, sandbox(number + event.count()));
        return new KubeObject(Tree.of(
                "apiVersion", "v1",
                "kind", "Event",
                "metadata",
                        Tree.of(
                                "name", about.name() + "." + Long.toHexString(number),
                                "namespace", namespace,
                                "uid", Randomness.uid(number, 0).toString(),
                                "resourceVersion", Long.toString(event.last() + 1),
                                "creationTimestamp", time.text(event.first())),
                "involvedObject",
                        Tree.of(
                                "kind", about.kind(),
                                "namespace", about.namespace().orElse(null),
                                "name", about.name(),
                                "uid", event.uid(),
                                "apiVersion", about.apiVersion()),
                "reason", event.reason(),
                "message", message,
                "source",
                        Tree.of(
                                "component",
                                event.component(),
                                "host",
                                event.host().isEmpty() ? null : event.host()),
                "firstTimestamp", time.text(event.first()),
                "lastTimestamp", time.text(event.last()),
                "count", (long) event.count(),
                "type", event.type()));
    }

    /** 64 hexadecimal digits, as containerd makes them. */
    private static String sandbox(long number) {
        Randomness digits = new Randomness(number);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            id.append(String.format("%016x", digits.nextLong()));
        }
        return id.toString();
    }
}
