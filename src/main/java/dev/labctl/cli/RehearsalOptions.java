package dev.labctl.cli;

import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The wish for a rehearsal. */
final class RehearsalOptions {
    @ArgGroup(exclusive = false)
    private Wish wish;

    /** Both options as one, so that a seed alone is wrong usage. */
    private static final class Wish {
        @Option(
                names = "--rehearse",
                required = true,
                description = "Play it through on a cluster that is only thought of: takes nothing but Java.")
        private boolean rehearse;

        @Option(
                names = "--seed",
                paramLabel = "NUMBER",
                description = "Decides everything that is chance in a rehearsal (default: another each time).")
        private Long seed;
    }

    boolean wished() {
        return wish != null && wish.rehearse;
    }

    OptionalLong seed() {
        return wish == null || wish.seed == null ? OptionalLong.empty() : OptionalLong.of(wish.seed);
    }
}
