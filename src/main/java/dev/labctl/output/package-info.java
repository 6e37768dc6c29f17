/** From a report to bytes: text for people, JSON and YAML for programs, and progress while a command runs. */
package dev.labctl.output;
