package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** All pods, with indexes by name, number and owner, and with counts for each owner that cost nothing to ask for. */
public final class Pods {
    /** How the pods of one owner are doing; those that are being deleted are counted apart. */
    public static final class Owned {
        private final Set<SimulatedPod> members = new LinkedHashSet<>();
        private int ready;
        private int leaving;

        public Collection<SimulatedPod> members() {
            return members;
        }

        /** Those that are not being deleted, in the order of their creation. */
        public List<SimulatedPod> staying() {
            return members.stream().filter(pod -> !pod.deleting()).toList();
        }

        public int total() {
            return members.size() - leaving;
        }

        public int ready() {
            return ready;
        }

        private void count(SimulatedPod pod, int sign) {
            if (pod.deleting()) {
                leaving += sign;
            } else if (pod.isReady()) {
                ready += sign;
            }
        }
    }

    private static final Owned NONE = new Owned();

    /** Kubernetes {@code pkg/kubelet/kubelet.go}: a container that crashes waits for 10 s, then for twice as long each time. */
    private static final long FIRST_PAUSE = 10_000;

    private static final long LONGEST_PAUSE = 300_000;
    private static final int DOUBLINGS = 5;

    private final VirtualClock time;
    private final long seed;
    private final Map<String, TreeMap<String, SimulatedPod>> namespaces = new TreeMap<>();
    private final Map<Integer, SimulatedPod> byNumber = new HashMap<>();
    private final Map<String, Owned> owned = new HashMap<>();
    private final List<Consumer<SimulatedPod>> watchers = new ArrayList<>();
    private int next;

    public Pods(Kernel kernel, long seed) {
        this.time = kernel.time();
        this.seed = seed;
    }

    /** Calls a watcher with each pod that is created, changed or removed. */
    public void watch(Consumer<SimulatedPod> watcher) {
        watchers.add(watcher);
    }

    /** Creates a pod for a controller; it has neither node nor anything else yet. */
    public SimulatedPod create(String name, TemplateRevision template) {
        return add(new SimulatedPod(next++, name, template, time.age()));
    }

    /** Creates a pod that was applied. Its number must not depend on what else is applied in the same moment. */
    public SimulatedPod createBare(String name, TemplateRevision template) {
        int number = (int) Randomness.hash(template.namespace() + "/" + name + "/" + time.age()) | Integer.MIN_VALUE;
        return add(new SimulatedPod(number, name, template, time.age()));
    }

    private SimulatedPod add(SimulatedPod pod) {
        namespaces.computeIfAbsent(pod.namespace(), n -> new TreeMap<>()).put(pod.name(), pod);
        byNumber.put(pod.number(), pod);
        pod.template().owner().ifPresent(owner -> {
            Owned siblings = owned.computeIfAbsent(owner.uid(), uid -> new Owned());
            siblings.members.add(pod);
            siblings.count(pod, 1);
        });
        notifyWatchers(pod);
        return pod;
    }

    /** Changes a pod. */
    public void change(SimulatedPod pod, Runnable change) {
        Owned siblings = of(pod);
        siblings.count(pod, -1);
        change.run();
        siblings.count(pod, 1);
        pod.version = Math.max(pod.version, time.age()) + 1;
        pod.object = null;
        notifyWatchers(pod);
    }

    /** Gives a pod its node. */
    public void bind(SimulatedPod pod, String node) {
        change(pod, () -> {
            pod.node = node;
            pod.stage = SimulatedPod.Stage.BOUND;
            pod.scheduled = time.age();
            pod.unschedulable = "";
        });
    }

    /** Notes why no node can take a pod; false where it was noted before. */
    public boolean setUnschedulable(SimulatedPod pod, String why) {
        if (pod.unschedulable.equals(why)) {
            return false;
        }
        change(pod, () -> {
            pod.unschedulableSince = pod.unschedulable.isEmpty() ? time.age() : pod.unschedulableSince;
            pod.unschedulable = why;
        });
        return true;
    }

    /** Whether a running pod's containers say that they are ready. */
    public void setReady(SimulatedPod pod, boolean ready) {
        if (pod.isReady() != ready && pod.stage == SimulatedPod.Stage.RUNNING) {
            change(pod, () -> pod.ready = ready ? time.age() : SimulatedPod.NEVER);
        }
    }

    /** The container has ended with an error; it is started again after a while. */
    public void crash(SimulatedPod pod, String exitMessage) {
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(pod.restarts, DOUBLINGS));
        change(pod, () -> {
            pod.stage = SimulatedPod.Stage.CRASHED;
            pod.restarts++;
            pod.exitMessage = exitMessage;
            pod.ready = SimulatedPod.NEVER;
            pod.ended = time.age();
        });
        wake(pod, time.in(pause));
    }

    /** Something happens to the pod then. */
    void wake(SimulatedPod pod, long when) {
        pod.due = when;
        time.enter(when, Turn.POD, pod.number());
    }

    void remove(SimulatedPod pod) {
        TreeMap<String, SimulatedPod> members = namespaces.get(pod.namespace());
        members.remove(pod.name());
        byNumber.remove(pod.number());
        pod.template().owner().ifPresent(owner -> {
            Owned siblings = of(pod);
            siblings.count(pod, -1);
            siblings.members.remove(pod);
            if (siblings.members.isEmpty()) {
                owned.remove(owner.uid());
            }
        });
        pod.object = null;
        notifyWatchers(pod);
    }

    private void notifyWatchers(SimulatedPod pod) {
        watchers.forEach(watcher -> watcher.accept(pod));
    }

    private Owned of(SimulatedPod pod) {
        return pod.template().owner().map(owner -> owned(owner.uid())).orElseGet(Owned::new);
    }

    /** The pods of an owner. */
    public Owned owned(String uid) {
        return owned.getOrDefault(uid, NONE);
    }

    public Optional<SimulatedPod> get(String namespace, String name) {
        return Optional.ofNullable(
                namespaces.getOrDefault(namespace, new TreeMap<>()).get(name));
    }

    /** The pod of this number, if it is still there. */
    public Optional<SimulatedPod> get(long number) {
        return Optional.ofNullable(byNumber.get((int) number));
    }

    public boolean contains(SimulatedPod pod) {
        return byNumber.get(pod.number()) == pod;
    }

    /** The pods of a namespace by name. */
    public Collection<SimulatedPod> in(String namespace) {
        return namespaces.getOrDefault(namespace, new TreeMap<>()).values();
    }

    public Set<String> namespaces() {
        return new TreeSet<>(namespaces.keySet());
    }

    /** All pods by their numbers. */
    public List<SimulatedPod> all() {
        return byNumber.values().stream()
                .sorted(Comparator.comparingInt(SimulatedPod::number))
                .toList();
    }

    public String uid(SimulatedPod pod) {
        return Randomness.uid(seed, pod.number()).toString();
    }
}
