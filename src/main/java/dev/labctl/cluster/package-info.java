/** An observation as typed pods, workloads and nodes: who owns what, how much is wanted, and what is wrong with it. Pure. */
package dev.labctl.cluster;
