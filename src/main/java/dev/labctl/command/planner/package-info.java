/** Computes the steps between the observed and the desired state, or the reason why there are none. Pure functions. */
package dev.labctl.command.planner;
