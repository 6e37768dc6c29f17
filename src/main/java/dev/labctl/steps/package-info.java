/** The engine of the commands that change something: a step, a plan of steps, and what executes it. */
package dev.labctl.steps;
