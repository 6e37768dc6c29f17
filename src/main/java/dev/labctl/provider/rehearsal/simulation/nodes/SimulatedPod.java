package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;

/**
 * One pod, as little of it as can be: there may be fifty thousand. Times are ages of the cluster in milliseconds, {@link
 * #NEVER} where it did not happen yet. Only {@link Pods#change} may change it, so that counts and readers notice.
 */
public final class SimulatedPod {
    public static final long NEVER = -1;

    /** How far a pod is. */
    public enum Stage {
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
    private final TemplateRevision template;

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
    String exitMessage = "";

    List<IpAddress> addresses = List.of();

    /** Why the scheduler finds no node; empty where it has not said so. */
    String unschedulable = "";

    long unschedulableSince = NEVER;
    long version;

    /** As the API shows it; null when the pod has changed since. */
    KubeObject object;

    public SimulatedPod(int number, String name, TemplateRevision template, long created) {
        this.number = number;
        this.name = name;
        this.template = template;
        this.created = created;
        this.version = created + 1;
    }

    /** Tells it from every other pod that there is or ever was in the cluster; later pods have higher ones. */
    public int number() {
        return number;
    }

    public String name() {
        return name;
    }

    public String namespace() {
        return template.namespace();
    }

    public ObjectRef ref() {
        return ObjectRef.namespaced("v1", "Pod", namespace(), name);
    }

    public TemplateRevision template() {
        return template;
    }

    public boolean deleting() {
        return deleted != NEVER;
    }

    public boolean isReady() {
        return ready != NEVER;
    }

    /** Whether it still needs its node: pods that have ended hold neither a slot nor an address. */
    public boolean live() {
        return stage != Stage.SUCCEEDED;
    }

    /** Its node's name; empty while it has none. */
    public String node() {
        return node;
    }

    public Stage stage() {
        return stage;
    }

    public long created() {
        return created;
    }

    public long sandboxed() {
        return sandboxed;
    }

    public List<IpAddress> addresses() {
        return addresses;
    }

    /** The version of its object. */
    public long version() {
        return version;
    }
}
