/** Pods as manifests ask for them, and the rules by which nodes take them; no addresses yet. */
package dev.labctl.workload;
