/** Predicts from a lab's files which addresses nodes and pods get, which pods run, and which stay stuck. */
package dev.labctl.plan;
