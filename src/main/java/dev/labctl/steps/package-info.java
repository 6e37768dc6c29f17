/** Commands as visible lists of steps: planned by pure functions from what was seen, done by one executor, told by a report. */
package dev.labctl.steps;
