package dev.labctl.lease;

import dev.labctl.process.RunningProcesses;

/**
 * What this process needs to hold leases.
 *
 * @param processes of this machine, among which the holder of another lease may be
 * @param user who runs labctl
 */
public record Leases(RunningProcesses processes, String user) {
    /** The leases of one command. */
    public Exclusive of(String command) {
        return Exclusive.of(processes, Holder.self(processes, user, command));
    }
}
