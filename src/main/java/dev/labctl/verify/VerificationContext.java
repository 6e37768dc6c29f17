package dev.labctl.verify;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.LabState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What expectations are held against.
 *
 * @param map where the addresses of the cluster are
 * @param own the objects of the lab's manifests, which nothing but labctl creates
 * @param installed the version of Cilium that labctl installed, which the reader may have chosen; empty where it did not
 * @param results what pods were answered, where they asked
 */
public record VerificationContext(
        Cluster cluster,
        AddressMap map,
        LabState state,
        Set<ObjectRef> own,
        Optional<String> installed,
        Map<Probe, Probe.Result> results) {
    /** A cluster as it was observed, when no pod has asked anything yet. */
    public static VerificationContext of(
            Observation observation, LabState state, Set<ObjectRef> own, Optional<String> installed) {
        Cluster cluster = Cluster.of(observation);
        return new VerificationContext(cluster, AddressMap.of(cluster), state, own, installed, Map.of());
    }

    public VerificationContext with(Map<Probe, Probe.Result> newResults) {
        return new VerificationContext(cluster, map, state, own, installed, newResults);
    }

    /** Whether there is that namespace; otherwise adds that it is missing. */
    boolean hasNamespace(String name, Findings findings) {
        ObjectRef ref = Kind.NAMESPACE.ref(name);
        boolean there = cluster.find(ref).isPresent();
        if (!there) {
            findings.broken("there is no namespace " + name, ref);
        }
        return there;
    }

    /** The pods of a namespace with these labels that have not ended. */
    List<Pod> pods(String namespace, Map<String, String> labels) {
        return cluster.pods(namespace, labels).stream()
                .filter(pod -> !pod.hasEnded())
                .toList();
    }

    /** What creates pods with these labels. */
    PodOwners owners(String namespace, Map<String, String> labels) {
        return new PodOwners(cluster.workloads(namespace, labels));
    }

    /** The workloads whose pods an expectation is about, among them pods that no workload owns. */
    record PodOwners(List<Workload> all) {
        boolean none() {
            return all.isEmpty();
        }

        /** How many pods they ask for. */
        int wanted() {
            return all.stream().mapToInt(Workload::wanted).sum();
        }

        /** Whether it is known how many pods each of them asks for. */
        boolean isCounted() {
            return all.stream().allMatch(Workload::isCounted);
        }

        ObjectRef[] refs() {
            return workloads().stream().map(Workload::ref).toArray(ObjectRef[]::new);
        }

        private List<Workload> workloads() {
            return all.stream().filter(workload -> !workload.isBarePod()).toList();
        }

        /** {@code Deployment default/nginx asks for 4 pods}. */
        String words() {
            String pods = wanted() == 1 ? "1 pod" : wanted() + " pods";
            if (workloads().isEmpty()) {
                return "there " + (wanted() == 1 ? "is " : "are ") + pods + ", and no workload creates more";
            }
            String names = workloads().stream()
                    .map(workload -> workload.ref().toString())
                    .collect(Collectors.joining(", "));
            return names + (workloads().size() == 1 ? " asks for " : " ask for ") + pods;
        }
    }
}
