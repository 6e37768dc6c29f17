/** The commands: each resolves its lab, opens the cluster, plans or observes, and returns a report. */
package dev.labctl.command;
