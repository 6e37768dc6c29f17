package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The objects that suffer from one cause, and how that is said.
 *
 * @param all at least one
 */
record AffectedObjects(List<KubeObject> all) {
    /** How many workloads are named one by one. */
    private static final int NAMED = 3;

    AffectedObjects {
        all = List.copyOf(all);
    }

    KubeObject first() {
        return all.get(0);
    }

    List<ObjectRef> refs() {
        return all.stream().map(KubeObject::ref).toList();
    }

    List<KubeObject> of(String kind) {
        return all.stream().filter(object -> object.kind().equals(kind)).toList();
    }

    List<KubeObject> pods() {
        return of("Pod");
    }

    /**
     * A sentence on what is the matter with the pods, and what follows for nodes, Services and the cluster's DNS.
     *
     * @param does of one pod, such as {@code waits for an address}
     * @param doAll of several
     */
    String say(String does, String doAll, ClusterIndex clues) {
        List<String> sentences = new ArrayList<>();
        if (pods().size() == 1) {
            sentences.add(pods().get(0).ref() + " " + does + ".");
        } else if (!pods().isEmpty()) {
            sentences.add(capital(counted(clues)) + " " + doAll + ".");
        }
        sentences.addAll(consequences(clues));
        return String.join(" ", sentences);
    }

    /** What follows for Services and the cluster's DNS, a sentence each. */
    List<String> consequences(ClusterIndex clues) {
        List<String> sentences = new ArrayList<>();
        List<KubeObject> services = of("Service");
        if (!services.isEmpty()) {
            sentences.add(Quote.names(refs(services)) + (services.size() == 1 ? " has" : " have")
                    + " no endpoints because of it.");
        }
        long dns = pods().stream().filter(ClusterIndex::isDns).count();
        if (dns > 0) {
            long all = clues.seen()
                    .pods(ClusterIndex.SYSTEM, Map.of("k8s-app", "kube-dns"))
                    .size();
            sentences.add(
                    dns < all
                            ? "Cluster DNS is degraded: " + dns + " of its " + all + " pods "
                                    + (dns == 1 ? "does" : "do") + " not run."
                            : "There is no cluster DNS: none of its pods runs.");
        }
        return sentences;
    }

    private static List<ObjectRef> refs(List<KubeObject> objects) {
        return objects.stream().map(KubeObject::ref).toList();
    }

    /** {@code 6 of the 10 pods of Deployment default/nginx}. */
    String counted(ClusterIndex clues) {
        Map<ObjectRef, Integer> counts = byWorkload(clues);
        if (counts.size() == 1) {
            return counts.entrySet().stream()
                    .map(entry -> share(entry.getKey(), entry.getValue(), clues))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> parts = counts.entrySet().stream()
                .limit(NAMED)
                .map(entry -> share(entry.getKey(), entry.getValue(), clues))
                .toList();
        int more = counts.size() - parts.size();
        return Quote.counted(pods().size(), "pod") + " (" + String.join(", ", parts)
                + (more > 0 ? ", and those of " + Quote.counted(more, "other object") : "") + ")";
    }

    private static String share(ObjectRef ref, int count, ClusterIndex clues) {
        if (ref.kind().equals("Pod")) {
            return ref.toString();
        }
        int all = clues.workload(ref)
                .map(state -> state.running().size() + state.stuck().size())
                .or(() -> clues.seen()
                        .find(ref)
                        .map(maker -> clues.seen().podsOf(maker).size()))
                .orElse(count);
        if (all <= count) {
            return "the " + (count == 1 ? "pod" : Quote.grouped(count) + " pods") + " of " + ref;
        }
        return Quote.grouped(count) + " of the " + Quote.grouped(all) + " pods of " + ref;
    }

    /** How many pods of each workload, most first. */
    Map<ObjectRef, Integer> byWorkload(ClusterIndex clues) {
        return byWorkload(pods(), clues);
    }

    static Map<ObjectRef, Integer> byWorkload(List<KubeObject> pods, ClusterIndex clues) {
        Map<ObjectRef, Integer> counts = new LinkedHashMap<>();
        pods.forEach(pod -> counts.merge(clues.seen().top(pod).ref(), 1, Integer::sum));
        Map<ObjectRef, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<ObjectRef, Integer>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
