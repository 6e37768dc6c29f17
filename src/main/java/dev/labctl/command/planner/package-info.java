/** From what a lab asks for and what was observed to the steps between them, or to why there are none. Pure. */
package dev.labctl.command.planner;
