package dev.labctl.provider.rehearsal.simulation.kernel;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.TreeBuilder;
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
     * @param type {@code Warning} or {@code Normal}
     * @param uid of the object
     * @param component that reported it
     * @param host the node on which it was seen; may be empty
     * @param count how often
     * @param first and {@code last}: when, as ages of the cluster
     */
    private record Event(
            String type,
            ObjectRef about,
            String uid,
            String reason,
            String message,
            String component,
            String host,
            int count,
            long first,
            long last) {
        Event again(long now) {
            return new Event(type, about, uid, reason, message, component, host, count + 1, first, now);
        }

        List<String> key() {
            return List.of(uid, reason, message);
        }
    }

    private final VirtualClock time;
    private final Map<List<String>, Event> events = new LinkedHashMap<>();

    public EventLog(VirtualClock time) {
        this.time = time;
    }

    public void warn(ObjectRef about, String uid, String reason, String message, String component, String host) {
        add("Warning", about, uid, reason, message, component, host);
    }

    /** Tells something that is no trouble. */
    public void note(ObjectRef about, String uid, String reason, String message, String component) {
        add("Normal", about, uid, reason, message, component, "");
    }

    private void add(
            String type, ObjectRef about, String uid, String reason, String message, String component, String host) {
        long now = time.age();
        Event event = new Event(type, about, uid, reason, message, component, host, 1, now, now);
        events.merge(event.key(), event, (before, same) -> before.again(now));
    }

    /** Those that are not forgotten yet, oldest first, as the API shows them. */
    public List<KubeObject> objects() {
        long oldest = time.age() - LIFE;
        events.values().removeIf(event -> event.last() < oldest);
        return events.values().stream()
                .sorted(Comparator.comparingLong(Event::last)
                        .thenComparing(Event::uid)
                        .thenComparing(Event::message))
                .map(this::object)
                .toList();
    }

    private KubeObject object(Event event) {
        ObjectRef about = event.about();
        long number = Randomness.hash(event.uid() + event.reason() + event.message());
        return new KubeObject(new TreeBuilder()
                .put("apiVersion", "v1")
                .put("kind", "Event")
                .put("metadata.name", about.name() + "." + Long.toHexString(number))
                .put("metadata.namespace", about.namespace().orElse("default"))
                .put("metadata.uid", Randomness.uid(number, 0).toString())
                .put("metadata.resourceVersion", Long.toString(event.last() + 1))
                .put("metadata.creationTimestamp", time.text(event.first()))
                .put("involvedObject.kind", about.kind())
                .put("involvedObject.namespace", about.namespace().orElse(null))
                .put("involvedObject.name", about.name())
                .put("involvedObject.uid", event.uid())
                .put("involvedObject.apiVersion", about.apiVersion())
                .put("reason", event.reason())
                .put("message", event.message().replace(SANDBOX, sandbox(number + event.count())))
                .put("source.component", event.component())
                .put("source.host", event.host().isEmpty() ? null : event.host())
                .put("firstTimestamp", time.text(event.first()))
                .put("lastTimestamp", time.text(event.last()))
                .put("count", (long) event.count())
                .put("type", event.type())
                .build());
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
