/** The program as readers have it: its launcher, on the real kind and the real Cilium. */
package dev.labctl.e2e;
