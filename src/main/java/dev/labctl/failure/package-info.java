/** What went wrong, as a value: a stable reason, the words for the reader, and the exit code that goes with it. */
package dev.labctl.failure;
