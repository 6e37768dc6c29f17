/** The seam between the steps of a command and whatever makes clusters, and what both sides of it talk about. */
package dev.labctl.provider;
