package dev.labctl.explain.causes;

import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects that share a cause, in their cluster.
 *
 * @param all at least one
 */
public record AffectedObjects(List<KubeObject> all, ClusterIndex cluster) {
    /** How many workloads are named. */
    private static final int NAMED = 3;

    public AffectedObjects {
        all = List.copyOf(all);
    }

    public KubeObject first() {
        return all.get(0);
    }

    public List<ObjectRef> refs() {
        return all.stream().map(KubeObject::ref).toList();
    }

    public List<KubeObject> of(String kind) {
        return all.stream().filter(object -> object.kind().equals(kind)).toList();
    }

    public List<KubeObject> pods() {
        return of("Pod");
    }

    /** {@code it} or {@code them}. */
    public String podPronoun() {
        return pods().size() == 1 ? "it" : "them";
    }

    /** The nodes among the objects, and those that their pods are on. */
    public List<KubeObject> nodes() {
        Map<String, KubeObject> nodes = new LinkedHashMap<>();
        of("Node").forEach(node -> nodes.put(node.name(), node));
        podNodes().forEach(name -> cluster.node(name).ifPresent(node -> nodes.putIfAbsent(name, node)));
        return List.copyOf(nodes.values());
    }

    /** The names of the nodes that the pods are on. */
    public Set<String> podNodes() {
        Set<String> names = new LinkedHashSet<>();
        pods().forEach(pod -> ClusterIndex.nodeName(pod).ifPresent(names::add));
        return names;
    }

    /**
     * The pods' symptom, and its consequences for Services and the cluster's DNS.
     *
     * @param predicate of one pod, such as {@code waits for an address}
     */
    public String podSymptom(String predicate) {
        List<String> sentences = new ArrayList<>();
        int count = pods().size();
        if (count > 0) {
            String subject = count == 1 ? pods().get(0).ref().toString() : Wording.capital(countedByWorkload());
            sentences.add(subject + " " + Wording.agree(count, predicate) + ".");
        }
        List<ObjectRef> services = of("Service").stream().map(KubeObject::ref).toList();
        if (!services.isEmpty()) {
            sentences.add("As a result, " + Wording.names(services) + " " + Wording.agree(services.size(), "has")
                    + " no endpoints.");
        }
        int dns = (int) pods().stream().filter(AffectedObjects::isDns).count();
        if (dns > 0) {
            int all = cluster.observation()
                    .pods(ClusterIndex.SYSTEM, Map.of("k8s-app", "kube-dns"))
                    .size();
            sentences.add(
                    dns < all
                            ? "Cluster DNS is degraded: " + dns + " of its " + all + " pods "
                                    + Wording.agree(dns, "does") + " not run."
                            : "There is no cluster DNS: none of its pods runs.");
        }
        return String.join(" ", sentences);
    }

    private static boolean isDns(KubeObject pod) {
        return "kube-dns".equals(pod.labels().get("k8s-app"));
    }

    /**
     * The nodes' symptom, then the pods': {@code Nodes a and b accept no new pods. 3 pods of Deployment default/web do not
     * run.}
     *
     * @param predicate of one node, such as {@code is not ready}
     */
    public String nodeSymptom(List<KubeObject> nodes, String predicate) {
        List<KubeObject> others = all.stream()
                .filter(object -> !object.kind().equals("Pod") || !ClusterIndex.isAgent(object))
                .toList();
        String pods = new AffectedObjects(others, cluster).podSymptom("does not run");
        return nodes.isEmpty()
                ? pods
                : (nodeNames(nodes) + " " + Wording.agree(nodes.size(), predicate) + ". " + pods).strip();
    }

    /** {@code Node a}, {@code Nodes a and b}. */
    public static String nodeNames(List<KubeObject> nodes) {
        return (nodes.size() == 1 ? "Node " : "Nodes ")
                + Wording.names(nodes.stream().map(KubeObject::name).toList());
    }

    /** {@code 6 of the 10 pods of Deployment default/nginx}. */
    private String countedByWorkload() {
        Map<ObjectRef, Integer> counts = byWorkload();
        List<String> shares = counts.entrySet().stream()
                .limit(NAMED)
                .map(entry -> share(entry.getKey(), entry.getValue()))
                .toList();
        if (counts.size() == 1) {
            return shares.get(0);
        }
        int more = counts.size() - shares.size();
        return Wording.counted(pods().size(), "pod") + " (" + String.join(", ", shares)
                + (more > 0 ? ", and those of " + Wording.counted(more, "other object") : "") + ")";
    }

    private String share(ObjectRef ref, int count) {
        if (ref.kind().equals("Pod")) {
            return ref.toString();
        }
        int all = cluster.workload(ref)
                .map(state -> state.running().size() + state.stuck().size())
                .or(() -> cluster.observation()
                        .find(ref)
                        .map(owner -> cluster.observation().podsOf(owner).size()))
                .orElse(count);
        return all > count
                ? Wording.grouped(count) + " of the " + Wording.grouped(all) + " pods of " + ref
                : "the " + (count == 1 ? "pod" : Wording.grouped(count) + " pods") + " of " + ref;
    }

    public Map<ObjectRef, Integer> byWorkload() {
        return byWorkload(pods(), cluster);
    }

    /** How many pods of each workload, most first. */
    public static Map<ObjectRef, Integer> byWorkload(List<KubeObject> pods, ClusterIndex cluster) {
        Map<ObjectRef, Integer> counts = new LinkedHashMap<>();
        pods.forEach(pod -> counts.merge(cluster.owner(pod), 1, Integer::sum));
        Map<ObjectRef, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<ObjectRef, Integer>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
