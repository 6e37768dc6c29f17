/** Logs of agents, operator and a lab's pods: which containers are meant, and their lines merged by time. */
package dev.labctl.logs;
