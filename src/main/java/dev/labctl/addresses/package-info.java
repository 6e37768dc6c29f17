/** Address maps: pure functions from an observation to blocks, addresses and owners. */
package dev.labctl.addresses;
