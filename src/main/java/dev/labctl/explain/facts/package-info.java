/** The facts: an index of an observation, the lab, and how both are quoted. */
package dev.labctl.explain.facts;
