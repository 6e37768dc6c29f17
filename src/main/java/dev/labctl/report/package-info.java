/** What a command has to say, as values, and their form in JSON and YAML. */
package dev.labctl.report;
