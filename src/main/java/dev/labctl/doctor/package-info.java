/** Checks whether a machine meets a lab's requirements: gathers facts, then evaluates them with pure functions. */
package dev.labctl.doctor;
