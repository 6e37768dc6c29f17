package dev.labctl.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Processes that a test defines. */
public final class FakeProcesses implements RunningProcesses {
    public static final Identity SELF = new Identity("laptop", 100, Optional.of(Instant.parse("2026-11-23T09:00:00Z")));

    private final Set<Identity> running = new HashSet<>(Set.of(SELF));
    private final List<String> ended = new ArrayList<>();

    public FakeProcesses with(Identity process) {
        running.add(process);
        return this;
    }

    public List<String> ended() {
        return ended;
    }

    @Override
    public Identity self() {
        return SELF;
    }

    @Override
    public boolean runs(Identity process) {
        return running.contains(process);
    }

    @Override
    public void end(String program, List<String> firstArguments) {
        ended.add(ShellWords.join(program, firstArguments));
    }
}
