/** YAML as Kubernetes reads it, with the place of every value, and with all problems of a file reported at once. */
package dev.labctl.yaml;
