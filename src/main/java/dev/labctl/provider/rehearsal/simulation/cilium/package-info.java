/** Cilium: its chart, its operator, its agents and their IPAM. */
package dev.labctl.provider.rehearsal.simulation.cilium;
