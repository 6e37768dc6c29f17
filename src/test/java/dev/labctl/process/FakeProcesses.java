package dev.labctl.process;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Processes that a test defines. */
public final class FakeProcesses implements RunningProcesses {
    public static final Identity SELF = new Identity("laptop", 100, Optional.of(Instant.parse("2026-11-23T09:00:00Z")));

    public static final String SPACE = "boot-1/pid:[1]";

    private final Set<Identity> running = new HashSet<>(Set.of(SELF));
    private final Map<Child, String> programs = new LinkedHashMap<>();
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
    public Optional<String> space() {
        return Optional.of(SPACE);
    }

    @Override
    public boolean runs(Identity process) {
        return running.contains(process);
    }

    /** A process of this machine that runs a program. */
    public FakeProcesses running(String line, boolean orphan) {
        programs.put(new Child(200L + programs.size(), orphan), line);
        return this;
    }

    @Override
    public List<Child> running(String program, Predicate<List<String>> arguments) {
        return programs.entrySet().stream()
                .filter(entry -> {
                    List<String> words = List.of(entry.getValue().split(" ", -1));
                    return words.get(0).equals(program) && arguments.test(words.subList(1, words.size()));
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void end(List<Child> processes) {
        processes.forEach(process -> ended.add(programs.remove(process)));
    }
}
