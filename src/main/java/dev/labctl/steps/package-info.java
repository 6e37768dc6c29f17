/** The engine of commands that change something: steps, plans of steps, and their execution. */
package dev.labctl.steps;
