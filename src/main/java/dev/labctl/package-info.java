/** The composition root of the program. */
package dev.labctl;
