/** Where a cluster's addresses are: pure functions from what was seen of it to maps of blocks, addresses and owners. */
package dev.labctl.addresses;
