/** Reports of commands as values, and their form in JSON and YAML. */
package dev.labctl.report;
