/** What a lab will come to, worked out from its files alone: who gets which addresses, who runs, and who waits for ever. */
package dev.labctl.plan;
