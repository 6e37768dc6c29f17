/** The external programs that labctl drives: which versions will do, where they are, and how to get them. */
package dev.labctl.tools;
