/** Clusters by kind on this machine's container engine. */
package dev.labctl.provider.kind;
