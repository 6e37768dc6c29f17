package dev.labctl.explain.causes;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the reader sees of the objects that share a cause: sentences on pods, on the Services before them, and on nodes. */
final class Symptoms {
    /** How many workloads are named. */
    private static final int NAMED = 3;

    private final List<KubeObject> objects;
    private final List<Pod> pods;
    private final Cluster cluster;

    Symptoms(List<KubeObject> objects, Cluster cluster) {
        this.objects = objects;
        this.pods = objects.stream().filter(Kind.POD::isOf).map(cluster::pod).toList();
        this.cluster = cluster;
    }

    List<Pod> pods() {
        return pods;
    }

    /** The symptom of the pods, given that of one, and what follows for Services and the cluster's DNS. */
    String ofPods(String predicate) {
        List<String> sentences = new ArrayList<>();
        if (!pods.isEmpty()) {
            String subject = pods.size() == 1 ? pods.get(0).ref().toString() : Wording.capital(countedByWorkload());
            sentences.add(subject + " " + Wording.agree(pods.size(), predicate) + ".");
        }
        List<ObjectRef> services =
                objects.stream().filter(Kind.SERVICE::isOf).map(KubeObject::ref).toList();
        if (!services.isEmpty()) {
            sentences.add("As a result, " + Wording.names(services) + " " + Wording.agree(services.size(), "has")
                    + " no endpoints.");
        }
        Map<String, String> labels = Map.of("k8s-app", "kube-dns");
        int dns = (int) pods.stream().filter(pod -> pod.hasLabels(labels)).count();
        if (dns > 0) {
            int count = cluster.pods(cluster.observation().ciliumNamespace().name(), labels)
                    .size();
            sentences.add(
                    dns < count
                            ? "Cluster DNS is degraded: " + dns + " of its " + count + " pods "
                                    + Wording.agree(dns, "does") + " not run."
                            : "There is no cluster DNS: none of its pods runs.");
        }
        return String.join(" ", sentences);
    }

    /**
     * The symptom of the nodes, given that of one ({@code is not ready}), then of the pods: {@code Nodes a and b accept
     * no new pods. 3 pods of Deployment default/web do not run.}
     */
    String ofNodes(List<KubeObject> nodes, String predicate) {
        List<KubeObject> others = objects.stream()
                .filter(object -> !Kind.POD.isOf(object) || !ClusterIndex.isAgent(object))
                .toList();
        String symptom = new Symptoms(others, cluster).ofPods("does not run");
        return nodes.isEmpty()
                ? symptom
                : (nodeNames(nodes) + " " + Wording.agree(nodes.size(), predicate) + ". " + symptom).strip();
    }

    /** {@code Node a}, {@code Nodes a and b}. */
    static String nodeNames(List<KubeObject> nodes) {
        return (nodes.size() == 1 ? "Node " : "Nodes ")
                + Wording.names(nodes.stream().map(KubeObject::name).toList());
    }

    /** {@code 6 of the 10 pods of Deployment default/nginx}. */
    private String countedByWorkload() {
        Map<ObjectRef, Integer> counts = byWorkload(pods);
        List<String> shares = counts.entrySet().stream()
                .limit(NAMED)
                .map(entry -> share(entry.getKey(), entry.getValue()))
                .toList();
        if (counts.size() == 1) {
            return shares.get(0);
        }
        int more = counts.size() - shares.size();
        return Wording.counted(pods.size(), "pod") + " (" + String.join(", ", shares)
                + (more > 0 ? ", and those of " + Wording.counted(more, "other object") : "") + ")";
    }

    private String share(ObjectRef ref, int count) {
        if (ref.kind().equals(Kind.POD.kind())) {
            return ref.toString();
        }
        int total = cluster.workload(ref)
                .map(workload -> workload.running().size() + workload.stuck().size())
                .orElse(count);
        return total > count
                ? Wording.grouped(count) + " of the " + Wording.grouped(total) + " pods of " + ref
                : "the " + (count == 1 ? "pod" : Wording.grouped(count) + " pods") + " of " + ref;
    }

    /** How many of these pods each workload has, most first. */
    static Map<ObjectRef, Integer> byWorkload(List<Pod> pods) {
        Map<ObjectRef, Integer> counts = new LinkedHashMap<>();
        pods.forEach(pod -> counts.merge(pod.rootOwner().ref(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<ObjectRef, Integer>comparingByValue().reversed())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }
}
