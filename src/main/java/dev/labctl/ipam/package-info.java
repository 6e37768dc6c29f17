/** The rules by which Cilium and Kubernetes allocate addresses, as pure functions and values. */
package dev.labctl.ipam;
