package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;

/**
 * One pod, as little of it as can be: there may be fifty thousand. Times are ages of the cluster in milliseconds, {@link
 * #NEVER} where it did not happen yet. Only {@link Pods#change} may change it, so that counts and readers notice.
 */
final class Pod {
    static final long NEVER = -1;

    /** How far a pod is. */
    enum Stage {
        /** Has no node yet. */
        PENDING,
        /** Has a node, and no sandbox yet. */
        BOUND,
        /** Has a sandbox and its addresses; the containers start. */
        STARTING,
        RUNNING,
        /** A container of Cilium's agent that ended with an error and waits to be started again. */
        CRASHED,
        SUCCEEDED
    }

    private final int number;
    private final String name;
    private final PodTemplate template;

    /** Its node's name; empty while it has none. */
    String node = "";

    Stage stage = Stage.PENDING;
    long created;
    long scheduled = NEVER;
    long sandboxed = NEVER;
    long started = NEVER;
    long ready = NEVER;
    long ended = NEVER;
    long deleted = NEVER;

    /** When something happens to it next; {@link #NEVER} where nothing will by itself. */
    long due = NEVER;

    int restarts;

    /** What its container said when it ended with an error. */
    String lastWords = "";

    List<IpAddress> addresses = List.of();

    /** Why the scheduler finds no node; empty where it has not said so. */
    String unschedulable = "";

    long unschedulableSince = NEVER;
    long version;

    /** The node on which the scheduler counts it; empty while it counts on none. */
    String counted = "";

    /** As readers get it; null when it has changed since. */
    KubeObject shown;

    Pod(int number, String name, PodTemplate template, long created) {
        this.number = number;
        this.name = name;
        this.template = template;
        this.created = created;
        this.version = created + 1;
    }

    /** Tells it from every other pod that there is or ever was in the cluster; later pods have higher ones. */
    int number() {
        return number;
    }

    String name() {
        return name;
    }

    String namespace() {
        return template.namespace();
    }

    PodTemplate template() {
        return template;
    }

    boolean deleting() {
        return deleted != NEVER;
    }

    boolean isReady() {
        return ready != NEVER;
    }

    /** Whether it still needs its node: pods that have ended hold neither a slot nor an address. */
    boolean live() {
        return stage != Stage.SUCCEEDED;
    }
}
