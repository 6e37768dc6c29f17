/** The command line, and the only package that uses picocli: turns the arguments of the program into a command. */
package dev.labctl.cli;
