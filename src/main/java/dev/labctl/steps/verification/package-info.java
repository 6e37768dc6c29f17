/** The step that checks a cluster against the lab's expectations. */
package dev.labctl.steps.verification;
