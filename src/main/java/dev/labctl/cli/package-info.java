/** The command line: the only package that uses picocli. Parses the arguments of the program into a command. */
package dev.labctl.cli;
