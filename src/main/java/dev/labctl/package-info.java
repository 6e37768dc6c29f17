/** The program as a whole: where it is put together, and nothing else. */
package dev.labctl;
