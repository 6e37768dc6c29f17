/** Pods as manifests request them, and the rules by which the scheduler places them. */
package dev.labctl.workload;
