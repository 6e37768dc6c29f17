/**
 * The embedded provider: clusters that are only thought, for machines with nothing but Java. What is above the seam does the
 * same steps as with a real one, and ends the same.
 */
package dev.labctl.provider.rehearsal;
