/**
 * A simulated cluster: objects, virtual time, seeded randomness, and small controllers that do what those of Kubernetes and
 * Cilium do about addresses. It touches no files, no threads and no clock.
 */
package dev.labctl.provider.rehearsal.simulation;
