/** Causes in how Cilium and Kubernetes allocate addresses: node CIDRs, blocks and pools. */
package dev.labctl.explain.causes.addresses;
