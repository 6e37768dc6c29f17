/** Clusters by kind on this machine's container engine, and Cilium on them by the cilium CLI. */
package dev.labctl.provider.kind;
