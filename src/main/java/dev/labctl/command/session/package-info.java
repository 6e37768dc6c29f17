/** What a command works with: its target, the labs, and the cluster that it opens. */
package dev.labctl.command.session;
