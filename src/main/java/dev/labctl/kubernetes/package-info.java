/**
 * Talking to an API server: read, apply, wait, delete. The only package that knows fabric8's client; everything above
 * sees {@link dev.labctl.kubernetes.KubeApi}, which a model of a cluster can implement as well.
 */
package dev.labctl.kubernetes;
