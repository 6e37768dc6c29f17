/** The clock and the deadline of a command. A rehearsal uses a virtual clock, a test its own. */
package dev.labctl.time;
