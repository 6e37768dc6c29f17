/** Functions on JSON-like trees of maps, lists and scalars: Helm values, Kubernetes objects, the record of a lab. */
package dev.labctl.tree;
