/** The controllers of kube-controller-manager that a lab can see. */
package dev.labctl.provider.rehearsal.simulation.workloads;
