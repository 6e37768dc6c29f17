/** Causes in nodes, and in the agents and operators of Cilium. */
package dev.labctl.explain.causes.nodes;
