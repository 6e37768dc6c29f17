package dev.labctl.cilium;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of the cilium CLI's calls, as values. */
public final class CiliumCli {
    private CiliumCli() {}

    public static List<String> install(String context, String version, Optional<Path> values) {
        List<String> arguments = base("install", context, version);
        values.ifPresent(file -> arguments.addAll(List.of("--values", file.toString())));
        return List.copyOf(arguments);
    }

    /**
     * Prints the values that an install would hand to Helm: those that the CLI detects with the lab's over them. An
     * upgrade prints what it detects but does not use it, so it has to be given these.
     */
    public static List<String> installValues(String context, String version, Optional<Path> values) {
        List<String> arguments = new ArrayList<>(install(context, version, values));
        arguments.add("--dry-run-helm-values");
        return List.copyOf(arguments);
    }

    /** Without {@code --reset-values} the values of the release before would survive into this one. */
    public static List<String> upgrade(String context, String version, Path values) {
        List<String> arguments = base("upgrade", context, version);
        arguments.addAll(List.of("--reset-values", "--values", values.toString()));
        return List.copyOf(arguments);
    }

    public static List<String> uninstall(String context) {
        return List.of("uninstall", "--context", context, "--wait");
    }

    private static List<String> base(String verb, String context, String version) {
        return new ArrayList<>(List.of(verb, "--context", context, "--version", version));
    }
}
