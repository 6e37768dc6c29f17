package dev.labctl.plan;

import dev.labctl.lab.Range;

/** How many pods can have an address, if no others take any. Workloads and nodes are called by their index. */
interface Capacity {
    /** Addresses that a node has for pods of a workload. */
    Range addresses(int workload, int node);

    /** Whether pods of both take from the same addresses. */
    boolean shared(int one, int other);
}
