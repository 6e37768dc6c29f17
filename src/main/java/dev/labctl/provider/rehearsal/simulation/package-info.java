/**
 * A cluster that is only thought: objects, a virtual time, chance, and small controllers that do what those of Kubernetes
 * and Cilium do, as far as addresses depend on it. No threads, no files, no clock.
 */
package dev.labctl.provider.rehearsal.simulation;
