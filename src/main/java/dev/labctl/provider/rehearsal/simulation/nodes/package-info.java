/** Nodes, their kubelets and pods. */
package dev.labctl.provider.rehearsal.simulation.nodes;
