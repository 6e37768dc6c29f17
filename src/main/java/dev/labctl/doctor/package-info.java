/** Checks whether a machine, or an AWS account, meets a lab's requirements: gathers facts, then evaluates them purely. */
package dev.labctl.doctor;
