/** Causes in pods, workloads and Services themselves. */
package dev.labctl.explain.causes.workloads;
