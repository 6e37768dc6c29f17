package dev.labctl.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of an external program, as a value.
 *
 * @param executable absolute path of the program
 * @param arguments the arguments, exactly as the program receives them
 * @param environment variables for this call, in addition to the filtered environment
 * @param stdin the text on standard input; empty for a closed standard input
 */
public record ProcessSpec(
        Path executable, List<String> arguments, Map<String, String> environment, Optional<String> stdin) {
    public ProcessSpec {
        if (!executable.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + executable);
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static ProcessSpec of(Path executable, List<String> arguments) {
        return new ProcessSpec(executable, arguments, Map.of(), Optional.empty());
    }

    public ProcessSpec with(Map<String, String> variables) {
        return new ProcessSpec(executable, arguments, variables, stdin);
    }

    public ProcessSpec reading(String text) {
        return new ProcessSpec(executable, arguments, environment, Optional.of(text));
    }

    /** The call as a user would type it: the program's short name and its arguments, quoted for a POSIX shell as needed. */
    public String line() {
        return ShellWords.join(executable.getFileName().toString(), arguments);
    }

    /** Without standard input and variables, which may contain secrets. */
    @Override
    public String toString() {
        return line();
    }
}
