package dev.labctl.cluster;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The kinds of objects that labctl knows by name, with kubectl's names for them. A bare name is searched in this order. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, and List.of
public enum Kind {
    POD("v1", "Pod", pod -> 1, "pod", "po"),
    DEPLOYMENT("apps/v1", "Deployment", Kind::replicas, "deploy"),
    DAEMON_SET("apps/v1", "DaemonSet", set -> set.number("status", "desiredNumberScheduled"), "ds"),
    STATEFUL_SET("apps/v1", "StatefulSet", Kind::replicas, "sts"),
    REPLICA_SET("apps/v1", "ReplicaSet", Kind::replicas, "rs"),
    JOB("batch/v1", "Job", Kind::active, "job"),
    SERVICE("v1", "Service", Kind::none, "svc"),
    NODE("v1", "Node", Kind::none, "node", "no"),
    NAMESPACE("v1", "Namespace", Kind::none, "ns"),
    CILIUM_NODE("cilium.io/v2", "CiliumNode", Kind::none, "cn", "ciliumn"),
    CILIUM_POD_IP_POOL("cilium.io/v2alpha1", "CiliumPodIPPool", Kind::none, "cpip");

    private final String apiVersion;
    private final String kind;
    private final ToLongFunction<KubeObject> wanted;
    private final List<String> shortNames;

    Kind(String apiVersion, String kind, ToLongFunction<KubeObject> wanted, String... shortNames) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.wanted = wanted;
        this.shortNames = List.of(shortNames);
    }

    /** The kind of an object; empty for a kind that is not in this table. */
    public static Optional<Kind> of(KubeObject object) {
        return Stream.of(values()).filter(kind -> kind.isOf(object)).findFirst();
    }

    /** The kind that a reader means by a word, as kubectl has it: {@code deploy}, {@code Deployment}, {@code deployments}. */
    public static Optional<Kind> named(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(kind -> kind.shortNames.contains(lower)
                        || kind.singular().equals(lower)
                        || (kind.singular() + "s").equals(lower))
                .findFirst();
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** As objects have it: {@code DaemonSet}. */
    public String kind() {
        return kind;
    }

    /** {@code daemonset}. */
    public String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** The name in everyday use: {@code ds}. */
    public String shortName() {
        return shortNames.get(0);
    }

    public boolean isOf(KubeObject object) {
        return kind.equals(object.kind());
    }

    /** Whether objects of this kind create pods. */
    public boolean isWorkload() {
        return this != POD && compareTo(JOB) <= 0;
    }

    /** How many pods an object asks for; 0 of a kind that has no pods. */
    public long wanted(KubeObject object) {
        return wanted.applyAsLong(object);
    }

    /** The name of an object of the cluster. */
    public ObjectRef ref(String name) {
        return ObjectRef.ofCluster(apiVersion, kind, name);
    }

    /** The name of an object of a namespace. */
    public ObjectRef ref(String namespace, String name) {
        return ObjectRef.namespaced(apiVersion, kind, namespace, name);
    }

    private static long none(KubeObject object) {
        return 0;
    }

    private static long replicas(KubeObject object) {
        return Tree.number(object.tree(), "spec", "replicas").orElse(1L);
    }

    /** Kubernetes 1.33 {@code pkg/controller/job/job_controller.go}, {@code manageJob}. */
    private static long active(KubeObject job) {
        if (Tree.flag(job.tree(), "spec", "suspend").orElse(false)
                || job.conditionTrue("Complete")
                || job.conditionTrue("Failed")) {
            return 0;
        }
        long parallelism = Tree.number(job.tree(), "spec", "parallelism").orElse(1L);
        return Tree.number(job.tree(), "spec", "completions")
                .map(completions -> Math.min(parallelism, completions - job.number("status", "succeeded")))
                .orElse(parallelism);
    }
}
