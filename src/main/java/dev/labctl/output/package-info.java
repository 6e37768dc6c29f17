/** Writes reports in the requested format, each of which has a package of its own. */
package dev.labctl.output;
