/** Installing Cilium on a cluster, the state of an installation, and when it is ready. */
package dev.labctl.cilium;
