/** Cilium's and Kubernetes' rules for giving out addresses, as pure functions and values. */
package dev.labctl.ipam;
