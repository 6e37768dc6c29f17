package dev.labctl.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A command that is ended, and when.
 *
 * @param lab a use case of chapter 4
 * @param afterLines how many lines of progress it has printed by then
 * @param afterMillis how long after the last of them
 */
public record KillCase(long number, Call call, String lab, Signal signal, int afterLines, int afterMillis) {
    private static final List<String> LABS = List.of("multi-pool-ipam", "cluster-scope-ipam-small");
    private static final int MOST_MILLIS = 120;

    /** How a process is ended. */
    public enum Signal {
        INT,
        TERM,
        HUP,
        KILL
    }

    /** What is called, after what, and how many lines of progress an undisturbed call prints at least. */
    public enum Call {
        RUN("run", "", 18),
        CILIUM_INSTALL("cilium-install", "up", 5),
        APPLY("apply", "up cilium-install", 4),
        DOWN("down", "run", 2);

        private final String command;
        private final String before;
        private final int lines;

        Call(String command, String before, int lines) {
            this.command = command;
            this.before = before;
            this.lines = lines;
        }

        /** What is called before, in order. */
        public List<String> before() {
            return before.isEmpty() ? List.of() : List.of(before.split(" ", -1));
        }

        public String command() {
            return command;
        }

        /** The command and its arguments, for a real cluster. */
        public static List<String> arguments(String command, String lab) {
            return command.equals("down") ? List.of(command) : List.of(command, "chapter04", "--use-case", lab);
        }

        /** The same for a rehearsal. */
        static List<String> rehearsed(String command, String lab) {
            List<String> words = new ArrayList<>(arguments(command, lab));
            words.add("--rehearse");
            words.addAll(List.of("run", "up").contains(command) ? List.of("--seed", "1") : List.of());
            return words;
        }
    }

    /** Depends on the number alone. */
    public static KillCase of(long number) {
        Random random = new Random(number);
        // Neighbouring seeds have nearly the same first value.
        random.nextInt();
        Call call = Call.values()[random.nextInt(Call.values().length)];
        return new KillCase(
                number,
                call,
                LABS.get(random.nextInt(LABS.size())),
                Signal.values()[random.nextInt(Signal.values().length)],
                random.nextInt(call.lines + 1),
                random.nextInt(MOST_MILLIS));
    }

    @Override
    public String toString() {
        return "case " + number + ": SIG" + signal + " to " + call.command + " of " + lab + ", " + afterMillis
                + " ms after line " + afterLines;
    }
}
