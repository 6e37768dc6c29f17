/** Commands that are ended at any moment, and what the same call makes of what they left. */
package dev.labctl.fault;
