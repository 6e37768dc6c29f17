/** Child processes: argv without a shell, bounded output, one deadline, and an end for the whole process tree. */
package dev.labctl.process;
