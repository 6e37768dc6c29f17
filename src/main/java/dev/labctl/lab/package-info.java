/** Labs: finds, reads and validates the files of a use case, and gives one {@link dev.labctl.lab.Lab}. */
package dev.labctl.lab;
