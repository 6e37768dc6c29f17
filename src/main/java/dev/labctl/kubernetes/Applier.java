package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.time.Deadline;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Applies objects in order of need. Objects of one phase go at the same time; a phase begins when the one before it can
 * be relied on: namespaces have their service account, definitions are established and known to discovery.
 */
public final class Applier {
    /** What applying an object came to. */
    public enum Change {
        CREATED,
        CHANGED,
        UNCHANGED
    }

    /** One object and what applying it came to. */
    public record Applied(ObjectRef ref, Change change) {}

    private static final int AT_ONCE = 8;

    /** Without these no object of a later phase can be applied, or not all. */
    private static final Set<ApplyPhase> FOUNDATIONS = EnumSet.of(ApplyPhase.NAMESPACES, ApplyPhase.DEFINITIONS);

    private static final String DEFAULT = "default";

    /** How long something that should be there already may take to show: a kind in discovery, a webhook's pod. */
    private static final Duration LAG = Duration.ofSeconds(60);

    private final KubeApi api;
    private final boolean force;
    private final Deadline deadline;
    private final Wait wait;
    private final Consumer<KubeObject> found;

    public Applier(KubeApi api, boolean force, Deadline deadline, Consumer<String> progress) {
        this(api, force, deadline, progress, object -> {});
    }

    /**
     * The same for a caller that has to know what was there before.
     *
     * @param found hears of each object that is there, before it is applied; called by several threads
     */
    public Applier(
            KubeApi api, boolean force, Deadline deadline, Consumer<String> progress, Consumer<KubeObject> found) {
        this.api = api;
        this.force = force;
        this.deadline = deadline;
        this.found = found;
        this.wait = new Wait(deadline, progress);
    }

    /**
     * Applies all objects. One that the API server does not accept keeps none of the others away, but for what a namespace or a
     * definition makes possible.
     *
     * @return what it came to, in the order of the objects
     * @throws FailureException with each object that was not accepted; what was applied stays
     */
    public List<Applied> apply(List<KubeObject> objects) {
        requireNamespaces(objects);
        Map<ApplyPhase, List<KubeObject>> phases = new EnumMap<>(ApplyPhase.class);
        objects.forEach(object -> phases.computeIfAbsent(ApplyPhase.of(object), phase -> new ArrayList<>())
                .add(object));
        List<Applied> applied = new ArrayList<>();
        Refusals refusals = new Refusals();
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE, Applier::daemon);
        try {
            phases.forEach((phase, members) -> {
                prepare(phase, members);
                applied.addAll(together(workers, members, refusals));
                if (FOUNDATIONS.contains(phase)) {
                    refusals.raise(objects.size());
                }
                settle(phase, members);
            });
        } finally {
            workers.shutdownNow();
        }
        refusals.raise(objects.size());
        return applied;
    }

    /** A namespace that is neither there nor among the objects does not come by waiting. */
    private void requireNamespaces(List<KubeObject> objects) {
        Set<String> known = objects.stream()
                .filter(object -> ApplyPhase.of(object) == ApplyPhase.NAMESPACES)
                .map(KubeObject::name)
                .collect(Collectors.toCollection(HashSet::new));
        for (KubeObject object : objects) {
            String namespace = object.namespace().orElse(DEFAULT);
            if (!namespace.equals(DEFAULT) && known.add(namespace) && missing(object, namespace)) {
                throw new FailureException(
                        Reason.OBJECT_REFUSED,
                        "the namespace " + namespace + " of " + object.ref() + " does not exist",
                        "Add the Namespace to the lab's manifests, or correct metadata.namespace; then run the same command"
                                + " again.");
            }
        }
    }

    /** Not where the kind has no namespaces, or the right to ask is missing: the server then says so when the object is applied. */
    private boolean missing(KubeObject object, String namespace) {
        ObjectRef ref = ObjectRef.ofCluster("v1", "Namespace", namespace);
        boolean namespaced = api.scope(object.apiVersion(), object.kind())
                .filter(Scope.NAMESPACED::equals)
                .isPresent();
        return namespaced
                && wait.request(ref.toString(), () -> {
                    try {
                        return api.get(ref).isEmpty();
                    } catch (ApiException e) {
                        if (e.kind() == ApiException.Kind.FORBIDDEN) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "apply");
        thread.setDaemon(true);
        return thread;
    }

    private void prepare(ApplyPhase phase, List<KubeObject> members) {
        if (phase == ApplyPhase.NAMESPACES) {
            members.forEach(namespace -> wait.until(
                    namespace.ref() + " to be gone before it is created again",
                    Reason.OBJECT_FAILED,
                    () -> ObjectStatus.currentUnless(api.get(namespace.ref())
                            .filter(KubeObject::deleting)
                            .map(left -> left.ref() + " is being deleted"))));
        }
        if (phase == ApplyPhase.WORKLOADS) {
            members.stream()
                    .map(workload -> workload.namespace().orElse(DEFAULT))
                    .distinct()
                    .forEach(this::awaitServiceAccount);
        }
    }

    /** Without it the API server refuses pods; a Deployment heals from that by itself, a bare Pod does not. */
    private void awaitServiceAccount(String namespace) {
        ObjectRef account = ObjectRef.namespaced("v1", "ServiceAccount", namespace, "default");
        wait.atMost(LAG)
                .until(
                        "the service account of namespace " + namespace,
                        Reason.OBJECT_FAILED,
                        () -> ObjectStatus.currentIf(
                                api.get(account).isPresent(),
                                "namespace " + namespace + " has no default service account yet"));
    }

    private void settle(ApplyPhase phase, List<KubeObject> members) {
        if (phase != ApplyPhase.DEFINITIONS) {
            return;
        }
        for (KubeObject definition : members) {
            wait.until(definition.ref() + " to be established", Reason.OBJECT_FAILED, () -> {
                Optional<KubeObject> live = api.get(definition.ref());
                ObjectStatus status = live.map(Applier::established)
                        .orElse(new ObjectStatus.InProgress(definition.ref() + " does not exist yet"));
                return status instanceof ObjectStatus.Current
                        ? ObjectStatus.currentIf(discovered(live.get()), definition.ref() + " is not in discovery yet")
                        : status;
            });
        }
    }

    /** Whether the API server accepts objects of the kind that a CustomResourceDefinition defines. */
    public static ObjectStatus established(KubeObject definition) {
        Optional<KubeObject.Condition> names = definition
                .condition("NamesAccepted")
                .filter(condition -> condition.status().equals("False"));
        if (names.isPresent()) {
            return new ObjectStatus.Failed(definition.ref() + ": " + names.get().message());
        }
        return ObjectStatus.currentIf(
                definition.conditionTrue("Established") && !definition.deleting(),
                definition.ref() + " is not established yet");
    }

    /** Established says that the server accepts the kind; discovery, from which clients learn it, lags behind. */
    private boolean discovered(KubeObject definition) {
        String group = definition.text("spec", "group").orElse("");
        String kind = definition.text("spec", "names", "kind").orElse("");
        return definition.list("spec", "versions").stream()
                .filter(version -> Tree.flag(version, "served").orElse(false))
                .map(version -> Tree.text(version, "name").orElse(""))
                .allMatch(version -> api.scope(group + "/" + version, kind).isPresent());
    }

    private List<Applied> together(ExecutorService workers, List<KubeObject> objects, Refusals refusals) {
        List<Future<Applied>> running = new ArrayList<>();
        for (KubeObject object : objects) {
            Callable<Applied> work = () -> one(object);
            running.add(workers.submit(work));
        }
        List<Applied> applied = new ArrayList<>();
        for (Future<Applied> result : running) {
            try {
                applied.add(outcome(result, running));
            } catch (FailureException e) {
                refusals.add(e);
            }
        }
        return applied;
    }

    private static Applied outcome(Future<Applied> result, Collection<Future<Applied>> running) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            running.forEach(other -> other.cancel(true));
            Thread.currentThread().interrupt();
            throw Failure.interrupted("applying").asException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private Applied one(KubeObject manifest) {
        String name = manifest.ref().toString();
        Wait patient = new Wait(deadline, line -> wait.progress().accept(name + ": " + line), wait.pause(), LAG);
        // What is there at a second attempt, the first one may have made.
        AtomicReference<Optional<KubeObject>> first = new AtomicReference<>();
        return patient.request(name, () -> {
            KubeObject object = withNamespace(manifest);
            if (first.get() == null) {
                first.set(api.get(object.ref()));
                first.get().ifPresent(found);
            }
            KubeObject after = api.apply(object, force);
            return new Applied(object.ref(), change(first.get(), after));
        });
    }

    private KubeObject withNamespace(KubeObject manifest) {
        boolean namespaced = api.scope(manifest.apiVersion(), manifest.kind())
                .orElseThrow(() -> new ApiException(
                        ApiException.Kind.UNKNOWN_KIND,
                        404,
                        "the API server does not know the kind " + manifest.kind() + " of " + manifest.apiVersion()))
                .equals(Scope.NAMESPACED);
        return namespaced
                ? new KubeObject(Tree.withDefault(manifest.tree(), DEFAULT, "metadata", "namespace"))
                : manifest;
    }

    private static Change change(Optional<KubeObject> before, KubeObject after) {
        if (before.isEmpty()) {
            return Change.CREATED;
        }
        boolean same = before.get().resourceVersion().equals(after.resourceVersion())
                || content(before.get()).equals(content(after));
        return same ? Change.UNCHANGED : Change.CHANGED;
    }

    /**
     * Identifies what an object says, without the server's bookkeeping: the first apply of an object that says nothing, such
     * as a bare Namespace, is noted only with the second.
     */
    private static String content(KubeObject object) {
        return Tree.fingerprint(
                Tree.without(Tree.without(object.tree(), "metadata", "resourceVersion"), "metadata", "managedFields"));
    }
}
