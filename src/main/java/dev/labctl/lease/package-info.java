/** Leases: the one labctl that may change a cluster, which others wait for. */
package dev.labctl.lease;
