/** Address maps: blocks, addresses and owners, predicted for a lab or observed in a cluster. */
package dev.labctl.addresses;
