/** From a report to bytes: each format in a room of its own, and the writer that chooses between them. */
package dev.labctl.output;
