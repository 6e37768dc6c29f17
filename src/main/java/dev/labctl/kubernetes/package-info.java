/**
 * The client of an API server: reads, applies, waits and deletes. The only package that uses fabric8's client; all others use
 * {@link dev.labctl.kubernetes.KubeApi}, which a rehearsal also implements.
 */
package dev.labctl.kubernetes;
