/** YAML as Kubernetes reads it, with the position of every value and all problems of a file at once. */
package dev.labctl.yaml;
