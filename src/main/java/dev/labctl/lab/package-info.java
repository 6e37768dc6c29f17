/** From the files of a use case to one validated {@link dev.labctl.lab.Lab}; everything after works on that value. */
package dev.labctl.lab;
