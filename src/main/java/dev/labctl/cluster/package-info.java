/** An observation as typed pods, workloads and nodes, with their owners, desired counts and problems. Pure functions. */
package dev.labctl.cluster;
