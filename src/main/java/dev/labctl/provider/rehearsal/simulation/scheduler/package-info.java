/** Gives pods their nodes, as kube-scheduler does. */
package dev.labctl.provider.rehearsal.simulation.scheduler;
