package dev.labctl.provider.rehearsal;

import java.util.List;

/** What a rehearsal does not show, a line each, for readers. */
final class RehearsalLimits {
    private RehearsalLimits() {}

    static List<String> lines() {
        return List.of(
                "traffic: no packet flows, so nothing answers on any address, and there is no DNS",
                "policies: network policies are kept and shown, and do nothing",
                "images and containers: every image is there, nothing runs, no container fails, there are no logs",
                "CPU and memory: the scheduler counts pods, and nothing else",
                "probes, pod affinity, priorities and disruption budgets: only readiness delays, node affinity, pod"
                        + " anti-affinity and topology spread count",
                "storage: a claim is bound at once, and there is nothing behind it",
                "CronJobs and autoscalers: they are kept and shown, and do nothing",
                "load balancers and Ingress: no Service gets an external address",
                "encryption, cluster mesh, BGP: their settings are taken and do nothing",
                "IPAM modes other than kubernetes, cluster-pool and multi-pool: they are refused");
    }
}
