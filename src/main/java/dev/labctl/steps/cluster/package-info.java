/** Steps that create, complete and delete clusters. */
package dev.labctl.steps.cluster;
