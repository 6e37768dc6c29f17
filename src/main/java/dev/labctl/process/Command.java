package dev.labctl.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of an external program, as a value.
 *
 * @param executable absolute path of the program
 * @param arguments what follows it, each exactly as the program gets it
 * @param environment variables set for this call on top of the clean environment
 * @param stdin text given to the program; empty means that its standard input is closed from the start
 */
public record Command(
        Path executable, List<String> arguments, Map<String, String> environment, Optional<String> stdin) {
    public Command {
        if (!executable.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + executable);
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static Command of(Path executable, List<String> arguments) {
        return new Command(executable, arguments, Map.of(), Optional.empty());
    }

    public Command with(Map<String, String> variables) {
        return new Command(executable, arguments, variables, stdin);
    }

    public Command reading(String text) {
        return new Command(executable, arguments, environment, Optional.of(text));
    }

    /** The call as a reader would type it: the program's short name, quoted for a POSIX shell where it must be. */
    public String line() {
        return ShellWords.join(executable.getFileName().toString(), arguments);
    }

    /** Not what the program reads, nor its variables: there may be secrets in them. */
    @Override
    public String toString() {
        return line();
    }
}
