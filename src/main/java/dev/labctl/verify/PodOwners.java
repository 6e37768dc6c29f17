package dev.labctl.verify;

import dev.labctl.cluster.Workload;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.stream.Collectors;

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
        String names =
                workloads().stream().map(workload -> workload.ref().toString()).collect(Collectors.joining(", "));
        return names + (workloads().size() == 1 ? " asks for " : " ask for ") + pods;
    }
}
