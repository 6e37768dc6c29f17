/** Logs of agents, operator and a lab's pods: selects containers and merges their lines by time. */
package dev.labctl.logs;
