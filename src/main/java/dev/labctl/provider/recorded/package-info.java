/** Recordings of clusters: sysdumps of the cilium CLI and labctl's own bundles, read in place of a cluster. */
package dev.labctl.provider.recorded;
