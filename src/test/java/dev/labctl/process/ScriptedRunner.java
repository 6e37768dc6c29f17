package dev.labctl.process;

import dev.labctl.time.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Returns scripted results and records calls. An unexpected call is an error in the test. */
public final class ScriptedRunner implements ProcessRunner {
    private final Map<String, Deque<Function<ProcessSpec, ProcessResult>>> answers = new LinkedHashMap<>();
    private final List<ProcessSpec> calls = Collections.synchronizedList(new ArrayList<>());

    /** The next result of calls whose line has this prefix; the last one is repeated. */
    public synchronized ScriptedRunner answer(String line, Function<ProcessSpec, ProcessResult> answer) {
        answers.computeIfAbsent(line, key -> new ArrayDeque<>()).add(answer);
        return this;
    }

    public ScriptedRunner recorded(String line, String name) {
        return answer(line, command -> Recorded.of(name, command));
    }

    public ScriptedRunner says(String line, String stdout) {
        return answer(line, command -> succeeded(command, stdout));
    }

    public ScriptedRunner fails(String line, String stderr) {
        return answer(line, command -> new ProcessResult.Failed(command, 1, Output.EMPTY, new Output(stderr)));
    }

    public static ProcessResult succeeded(ProcessSpec command, String stdout) {
        return new ProcessResult.Succeeded(command, new Output(stdout), Output.EMPTY);
    }

    public List<ProcessSpec> calls() {
        return List.copyOf(calls);
    }

    public List<String> lines() {
        return calls().stream().map(ProcessSpec::line).toList();
    }

    @Override
    public ProcessResult run(ProcessSpec command, Deadline deadline, Consumer<String> lines) {
        if (Thread.currentThread().isInterrupted()) {
            return new ProcessResult.Interrupted(command, Output.EMPTY, Output.EMPTY);
        }
        calls.add(command);
        return next(command).apply(command);
    }

    private synchronized Function<ProcessSpec, ProcessResult> next(ProcessSpec command) {
        for (Map.Entry<String, Deque<Function<ProcessSpec, ProcessResult>>> entry : answers.entrySet()) {
            if (command.line().startsWith(entry.getKey())) {
                Deque<Function<ProcessSpec, ProcessResult>> queue = entry.getValue();
                return queue.size() > 1 ? queue.poll() : queue.peek();
            }
        }
        throw new AssertionError("no one said what to answer to: " + command.line());
    }
}
