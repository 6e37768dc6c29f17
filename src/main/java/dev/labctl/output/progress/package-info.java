/** Shows the progress of a command, as plain lines or updated in place on a terminal. */
package dev.labctl.output.progress;
