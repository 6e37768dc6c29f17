/** The command line: the only package that knows picocli. A command parses, makes one call, and hands the report on. */
package dev.labctl.cli;
