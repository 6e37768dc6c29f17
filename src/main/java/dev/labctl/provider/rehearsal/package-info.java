/**
 * Rehearsals: simulated clusters for machines with nothing but Java, kept in the user's state folder between commands. What
 * uses a provider takes the same steps as with a real cluster, and ends the same.
 */
package dev.labctl.provider.rehearsal;
