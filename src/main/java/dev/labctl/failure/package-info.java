/** Failures as values: a stable reason, the message for the user, and the exit code. */
package dev.labctl.failure;
