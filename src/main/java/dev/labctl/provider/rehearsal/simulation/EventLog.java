package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of the cluster: the same thing said again of the same object is one event with a higher count. */
final class EventLog {
    /** Stands in a message for the id of a pod's sandbox, which is another one with each attempt. */
    static final String SANDBOX = "<sandbox>";

    /** Kubernetes {@code cmd/kube-apiserver}: {@code --event-ttl} is an hour. */
    private static final long LIFE = 3_600_000;

    /**
     * What was seen.
     *
     * @param uid of the object
     * @param component who saw it
     * @param host the node on which it was seen; may be empty
     * @param count how often
     * @param first and {@code last}: when, as ages of the cluster
     */
    record Event(
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

    EventLog(VirtualClock time) {
        this.time = time;
    }

    void warn(ObjectRef about, String uid, String reason, String message, String component, String host) {
        long now = time.age();
        Event event = new Event(about, uid, "Warning", reason, message, component, host, 1, now, now);
        events.merge(event.key(), event, (before, same) -> before.again(now));
    }

    void restore(Event event) {
        events.put(event.key(), event);
    }

    /** Those that are not forgotten yet, oldest first. */
    List<Event> all() {
        long oldest = time.age() - LIFE;
        events.values().removeIf(event -> event.last() < oldest);
        List<Event> all = new ArrayList<>(events.values());
        all.sort(Comparator.comparingLong(Event::last).thenComparing(Event::uid).thenComparing(Event::message));
        return all;
    }

    /** As the API shows them. */
    List<KubeObject> show() {
        return all().stream().map(this::show).toList();
    }

    private KubeObject show(Event event) {
        ObjectRef about = event.about();
        String namespace = about.namespace().orElse("default");
        long number = Chance.hash(event.uid() + event.reason() + event.message());
        String message = event.message().replace(SANDBOX, sandbox(number + event.count()));
        return new KubeObject(Trees.of(
                "apiVersion", "v1",
                "kind", "Event",
                "metadata",
                        Trees.of(
                                "name", about.name() + "." + Long.toHexString(number),
                                "namespace", namespace,
                                "uid", Chance.uid(number, 0).toString(),
                                "resourceVersion", Long.toString(event.last() + 1),
                                "creationTimestamp", time.text(event.first())),
                "involvedObject",
                        Trees.of(
                                "kind", about.kind(),
                                "namespace", about.namespace().orElse(null),
                                "name", about.name(),
                                "uid", event.uid(),
                                "apiVersion", about.apiVersion()),
                "reason", event.reason(),
                "message", message,
                "source",
                        Trees.of(
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
        Chance digits = new Chance(number);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            id.append(String.format("%016x", digits.nextLong()));
        }
        return id.toString();
    }
}
