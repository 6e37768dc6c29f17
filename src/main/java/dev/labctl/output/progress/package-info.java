/** Progress while a command runs, as plain lines or drawn over on a terminal. */
package dev.labctl.output.progress;
