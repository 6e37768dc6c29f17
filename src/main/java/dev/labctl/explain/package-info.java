/** Why something is not as it should be: pure functions from what was seen to causes, evidence and what to do. */
package dev.labctl.explain;
