package dev.labctl.lease;

import dev.labctl.process.RunningProcesses;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labctl that holds a lease.
 *
 * @param command that it runs, such as {@code apply}
 * @param user who runs it
 * @param space fingerprint of the {@link RunningProcesses#space} of its process; empty where its system tells none
 */
record Holder(String command, String user, Identity process, Optional<String> space) {
    private static final Pattern TEXT = Pattern.compile(
            "labctl (\\S+) of (.*)@(\\S*) \\(pid (\\d{1,18})\\)(?:, started (\\S+))?(?:, space (\\S+))?",
            Pattern.DOTALL);

    private static final int FINGERPRINT = 12;

    /** This process, while it runs a command. */
    static Holder self(RunningProcesses processes, String user, String command) {
        return new Holder(command, user, processes.self(), space(processes));
    }

    private static Optional<String> space(RunningProcesses processes) {
        return processes.space().map(space -> Tree.fingerprint(Map.of("space", space))
                .substring(0, FINGERPRINT));
    }

    /** As a Lease names it. */
    String text() {
        return words()
                + process.started().map(time -> ", started " + time).orElse("")
                + space.map(text -> ", space " + text).orElse("");
    }

    /** As a reader is told of it. */
    String words() {
        return "labctl " + command + " of " + user + "@" + process.host() + " (pid " + process.pid() + ")";
    }

    /** Reads the name in a Lease; empty where it is not labctl's. */
    static Optional<Holder> parse(String text) {
        return Optional.of(TEXT.matcher(text))
                .filter(Matcher::matches)
                .map(found -> new Holder(
                        found.group(1),
                        found.group(2),
                        new Identity(
                                found.group(3),
                                Long.parseLong(found.group(4)),
                                Optional.ofNullable(found.group(5)).flatMap(time -> Tree.time(time))),
                        Optional.ofNullable(found.group(6))));
    }

    /**
     * Whether it certainly runs no more: its process was one of this user where this process runs, and is gone. Those of other users
     * may be hidden.
     */
    boolean ended(RunningProcesses here, String me) {
        return user.equals(me)
                && space.isPresent()
                && space.equals(space(here))
                && !here.runs(new Identity(here.self().host(), process.pid(), process.started()));
    }
}
