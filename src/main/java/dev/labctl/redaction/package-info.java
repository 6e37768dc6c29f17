/** Removes secrets from texts and trees that the user shares. */
package dev.labctl.redaction;
