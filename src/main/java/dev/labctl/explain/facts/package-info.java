/** What is known: the index over an observation, the lab, and how both are quoted. It knows no cause of trouble. */
package dev.labctl.explain.facts;
