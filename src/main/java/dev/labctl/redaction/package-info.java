/** Removes secrets from all that labctl shows or writes: the one place that decides what is secret. */
package dev.labctl.redaction;
