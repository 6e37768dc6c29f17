/** Cilium on a cluster: the calls of its CLI, what they say when they fail, and when it is ready. */
package dev.labctl.provider.cilium;
