/** Steps that install, upgrade and uninstall Cilium, and wait until it is ready. */
package dev.labctl.steps.cilium;
