/** Child processes: argv without a shell, limited output, one deadline, and an end for all descendants. */
package dev.labctl.process;
