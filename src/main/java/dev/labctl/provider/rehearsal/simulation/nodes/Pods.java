package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/** All pods, with indexes by name, number and owner, and with counts for each owner that cost nothing to ask for. */
public final class Pods {
    /** How the pods of one owner are doing; those that are being deleted are counted apart. */
    public static final class Owned {
        private final Set<Pod> members = new LinkedHashSet<>();
        private int ready;
        private int leaving;

        public Collection<Pod> members() {
            return members;
        }

        /** Those that are not being deleted, in the order of their creation. */
        public List<Pod> staying() {
            return members.stream().filter(pod -> !pod.deleting()).toList();
        }

        public int total() {
            return members.size() - leaving;
        }

        public int ready() {
            return ready;
        }

        private void count(Pod pod, int sign) {
            if (pod.deleting()) {
                leaving += sign;
            } else if (pod.isReady()) {
                ready += sign;
            }
        }
    }

    private static final Owned NONE = new Owned();

    private final VirtualClock time;
    private final long seed;
    private final Map<String, TreeMap<String, Pod>> namespaces = new TreeMap<>();
    private final Map<Integer, Pod> byNumber = new HashMap<>();
    private final Map<String, Owned> owned = new HashMap<>();
    private final List<Consumer<Pod>> watchers = new ArrayList<>();
    private int next;
    private long changes;

    public Pods(VirtualClock time, long seed) {
        this.time = time;
        this.seed = seed;
    }

    /** Calls a watcher with each pod that is created, changed or removed. */
    public void watch(Consumer<Pod> watcher) {
        watchers.add(watcher);
    }

    /** Creates a pod for a controller; it has neither node nor anything else yet. */
    public Pod create(String name, TemplateRevision template) {
        return add(new Pod(next++, name, template, time.age()));
    }

    /** Creates a pod that was applied. Its number must not depend on what else is applied in the same moment. */
    public Pod createBare(String name, TemplateRevision template) {
        int number = (int) Randomness.hash(template.namespace() + "/" + name + "/" + time.age()) | Integer.MIN_VALUE;
        return add(new Pod(number, name, template, time.age()));
    }

    private Pod add(Pod pod) {
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
    public void change(Pod pod, Runnable change) {
        Owned siblings = of(pod);
        siblings.count(pod, -1);
        change.run();
        siblings.count(pod, 1);
        pod.version = Math.max(pod.version, time.age()) + 1;
        pod.object = null;
        notifyWatchers(pod);
    }

    /** Gives a pod its node. */
    public void bind(Pod pod, String node) {
        change(pod, () -> {
            pod.node = node;
            pod.stage = Pod.Stage.BOUND;
            pod.scheduled = time.age();
            pod.unschedulable = "";
        });
    }

    /** Notes why no node can take a pod; false where it was noted before. */
    public boolean setUnschedulable(Pod pod, String why) {
        if (pod.unschedulable.equals(why)) {
            return false;
        }
        change(pod, () -> {
            pod.unschedulableSince = pod.unschedulable.isEmpty() ? time.age() : pod.unschedulableSince;
            pod.unschedulable = why;
        });
        return true;
    }

    void remove(Pod pod) {
        TreeMap<String, Pod> members = namespaces.get(pod.namespace());
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

    /** How many changes there were so far. */
    public long changes() {
        return changes;
    }

    private void notifyWatchers(Pod pod) {
        changes++;
        watchers.forEach(watcher -> watcher.accept(pod));
    }

    private Owned of(Pod pod) {
        return pod.template().owner().map(owner -> owned(owner.uid())).orElseGet(Owned::new);
    }

    /** The pods of an owner. */
    public Owned owned(String uid) {
        return owned.getOrDefault(uid, NONE);
    }

    public Optional<Pod> get(String namespace, String name) {
        return Optional.ofNullable(
                namespaces.getOrDefault(namespace, new TreeMap<>()).get(name));
    }

    /** The pod of this number, if it is still there. */
    public Optional<Pod> get(long number) {
        return Optional.ofNullable(byNumber.get((int) number));
    }

    public boolean contains(Pod pod) {
        return byNumber.get(pod.number()) == pod;
    }

    /** The pods of a namespace by name. */
    public Collection<Pod> in(String namespace) {
        return namespaces.getOrDefault(namespace, new TreeMap<>()).values();
    }

    public Set<String> namespaces() {
        return new TreeSet<>(namespaces.keySet());
    }

    /** All pods by their numbers. */
    public List<Pod> all() {
        List<Pod> all = new ArrayList<>(byNumber.values());
        all.sort(java.util.Comparator.comparingInt(Pod::number));
        return all;
    }

    int count() {
        return byNumber.size();
    }

    public UUID uid(Pod pod) {
        return Randomness.uid(seed, pod.number());
    }
}
