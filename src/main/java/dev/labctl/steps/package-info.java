/** Steps, plans of steps and their execution; among them the steps that change a cluster itself, and Cilium on it. */
package dev.labctl.steps;
